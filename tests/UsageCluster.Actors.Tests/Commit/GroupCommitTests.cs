using UsageCluster.Actors.Commit;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;

namespace UsageCluster.Actors.Tests.Commit;

public sealed class GroupCommitTests
{
    [Fact]
    public void Appends_of_many_companies_share_few_statements()
    {
        var node = new TestNode();
        node.Run(async () =>
        {
            var actors = await ActivateManyAsync(node, 200);

            var outcomes = await TestNode.AllAsync([.. actors.Select(a => a.RecordAsync(TestNode.Event("e", companyId: a.CompanyId)))]);

            Assert.All(outcomes, o => Assert.Equal(RecordOutcome.Accepted, o));
            Assert.InRange(node.Ledger.Statements.Count, 1, 2);
            Assert.Equal(200, node.Ledger.Statements.Sum());
        });
    }

    [Fact]
    public void A_statement_takes_no_more_rows_than_allowed_and_never_splits_an_append()
    {
        var node = new TestNode(commitOptions: new GroupCommitOptions { LanesMax = 1, RowsMax = 10 });
        node.Run(async () =>
        {
            var actors = await ActivateManyAsync(node, 5);

            await TestNode.AllAsync([.. actors.Select((a, i) => a.RecordAsync(
                [.. Enumerable.Range(0, i == 4 ? 25 : 5).Select(e => TestNode.Event($"e{e}", companyId: a.CompanyId))], dryRun: false))]);

            // The last company has 25: ten beside the others, and alone what is left.
            Assert.Equal([2, 2, 1, 1], node.Ledger.Statements);
        });
    }

    [Fact]
    public void No_more_statements_are_in_flight_than_there_are_lanes()
    {
        var node = new TestNode(commitOptions: new GroupCommitOptions { LanesMax = 3, RequestsMax = 1, FurtherLaneRowsMin = 1 });
        node.Run(async () =>
        {
            var actors = await ActivateManyAsync(node, 10);
            node.Ledger.BeforeCommit.Close();

            var calls = actors.Select(a => a.RecordAsync(TestNode.Event("e", companyId: a.CompanyId))).ToArray();
            await node.Loop.Settle();

            Assert.Equal(3, node.Ledger.BeforeCommit.Waiting);
            node.Ledger.BeforeCommit.Open();
            await TestNode.AllAsync(calls);
            Assert.Equal(10, node.Ledger.Statements.Count);
        });
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    public void A_lane_starts_beside_another_when_enough_rows_wait(int waiting, int inFlight)
    {
        var node = new TestNode(commitOptions: new GroupCommitOptions { LanesMax = 2, FurtherLaneRowsMin = 5 });
        node.Run(async () =>
        {
            var actors = await ActivateManyAsync(node, 1 + waiting);
            node.Ledger.BeforeCommit.Close();
            var first = actors[0].RecordAsync(TestNode.Event("e", companyId: actors[0].CompanyId));
            await node.Loop.Settle();

            var others = actors.Skip(1).Select(a => a.RecordAsync(TestNode.Event("e", companyId: a.CompanyId))).ToArray();
            await node.Loop.Settle();

            Assert.Equal(inFlight, node.Ledger.BeforeCommit.Waiting);
            node.Ledger.BeforeCommit.Open();
            await TestNode.AllAsync([first, .. others]);
            Assert.Equal([1, waiting], node.Ledger.Statements);
        });
    }

    [Fact]
    public void A_lane_starts_beside_one_that_hangs_however_little_waits()
    {
        var node = new TestNode(commitOptions: new GroupCommitOptions { LanesMax = 2, FurtherLaneRowsMin = 100 });
        node.Run(async () =>
        {
            var actors = await ActivateManyAsync(node, 2);
            node.Ledger.BeforeCommit.Close();
            var first = actors[0].RecordAsync(TestNode.Event("e", companyId: actors[0].CompanyId));
            await node.Loop.Settle();

            node.Time.Advance(TimeSpan.FromMilliseconds(50));
            var second = actors[1].RecordAsync(TestNode.Event("e", companyId: actors[1].CompanyId));
            await node.Loop.Settle();

            Assert.Equal(2, node.Ledger.BeforeCommit.Waiting);
            node.Ledger.BeforeCommit.Open();
            await TestNode.AllAsync([first, second]);
        });
    }

    [Fact]
    public void Events_that_come_while_a_company_has_no_room_are_booked_by_one_append()
    {
        // After an append of two rows, the two rows ahead are room for one company.
        var node = new TestNode(commitOptions: new GroupCommitOptions { LanesMax = 1, RowsAhead = 2 });
        node.Run(async () =>
        {
            var (actors, calls) = await FillRoomAsync(node);

            var gathered = new[] { "e1", "e2" }.Select(e => actors[2].RecordAsync(TestNode.Event(e, companyId: actors[2].CompanyId))).ToArray();
            await node.Loop.Settle();

            node.Ledger.BeforeCommit.Open();
            await TestNode.AllAsync([.. calls, .. gathered]);
            Assert.Equal([1, 1, 1], node.Ledger.Statements);
        });
    }

    [Fact]
    public void A_company_that_has_much_brings_no_more_beside_others_than_a_statement_takes()
    {
        var node = new TestNode(commitOptions: new GroupCommitOptions { LanesMax = 1, RowsMax = 2 });
        node.Run(async () =>
        {
            var actors = await ActivateManyAsync(node, 2);
            Task RecordManyAsync(string prefix) => actors[0].RecordAsync(
                [.. Enumerable.Range(0, 5).Select(i => TestNode.Event($"{prefix}{i}", companyId: actors[0].CompanyId))], dryRun: false);
            await RecordManyAsync("alone");
            Assert.Equal([1], node.Ledger.Statements);

            node.Ledger.BeforeCommit.Close();
            var other = actors[1].RecordAsync(TestNode.Event("e", companyId: actors[1].CompanyId));
            await node.Loop.Settle();
            var many = RecordManyAsync("beside");
            await node.Loop.Settle();
            node.Ledger.BeforeCommit.Open();
            await TestNode.AllAsync([other]);
            await many;

            // Of five, two; then whatever there is.
            Assert.True(node.Ledger.Statements.Count > 3);
        });
    }

    [Fact]
    public void A_company_without_room_is_let_in_beside_a_statement_that_hangs()
    {
        var node = new TestNode(commitOptions: new GroupCommitOptions { LanesMax = 2, RowsAhead = 2, FurtherLaneRowsMin = 100 });
        node.Run(async () =>
        {
            var (actors, calls) = await FillRoomAsync(node);
            var gathering = actors[2].RecordAsync(TestNode.Event("e", companyId: actors[2].CompanyId));
            await node.Loop.Settle();
            Assert.Equal(1, node.Ledger.BeforeCommit.Waiting);

            node.Time.Advance(TimeSpan.FromMilliseconds(50));
            var late = actors[3].RecordAsync(TestNode.Event("e", companyId: actors[3].CompanyId));
            await node.Loop.Settle();

            Assert.Equal(2, node.Ledger.BeforeCommit.Waiting);
            node.Ledger.BeforeCommit.Open();
            await TestNode.AllAsync([.. calls, gathering, late]);
            Assert.Equal([1, 3], node.Ledger.Statements.Order());
        });
    }

    [Fact]
    public void What_waits_behind_a_statement_that_hangs_is_booked_though_nobody_else_calls()
    {
        var node = new TestNode(commitOptions: new GroupCommitOptions { LanesMax = 2, RowsAhead = 2, FurtherLaneRowsMin = 100 });
        node.Run(async () =>
        {
            var (actors, calls) = await FillRoomAsync(node);
            var gathering = actors[2].RecordAsync(TestNode.Event("e", companyId: actors[2].CompanyId));
            await node.Loop.Settle();
            Assert.Equal(1, node.Ledger.BeforeCommit.Waiting);

            node.Time.Advance(TimeSpan.FromMilliseconds(50));
            await node.Loop.Settle();

            Assert.Equal(2, node.Ledger.BeforeCommit.Waiting);
            node.Ledger.BeforeCommit.Open();
            await TestNode.AllAsync([.. calls, gathering]);
            Assert.Equal(RecordOutcome.Accepted, await gathering);
        });
    }

    [Fact]
    public void A_company_that_is_fenced_does_not_touch_its_neighbours_in_the_statement()
    {
        var node = new TestNode();
        node.Run(async () =>
        {
            var actors = await ActivateManyAsync(node, 3);
            await node.ActivateAsync(actors[1].CompanyId);

            var calls = actors.Select(a => a.RecordAsync(TestNode.Event("e", companyId: a.CompanyId))).ToArray();

            Assert.Equal(RecordOutcome.Accepted, await calls[0]);
            Assert.Equal(RetryableFailure.Fenced, (await Assert.ThrowsAsync<RetryableException>(() => calls[1])).Failure);
            Assert.Equal(RecordOutcome.Accepted, await calls[2]);
        });
    }

    [Fact]
    public void A_statement_that_fails_fails_every_company_in_it_and_no_later_one()
    {
        var node = new TestNode();
        node.Run(async () =>
        {
            var actors = await ActivateManyAsync(node, 3);
            var faults = new Queue<LedgerFault>([LedgerFault.Unavailable]);
            node.Ledger.NextFault = () => faults.TryDequeue(out var fault) ? fault : LedgerFault.None;

            var calls = actors.Select(a => a.RecordAsync(TestNode.Event("e", companyId: a.CompanyId))).ToArray();

            foreach (var call in calls)
                Assert.Equal(RetryableFailure.Unavailable, (await Assert.ThrowsAsync<RetryableException>(() => call)).Failure);
            Assert.Equal(RecordOutcome.Accepted, await actors[0].RecordAsync(TestNode.Event("e", companyId: actors[0].CompanyId)));
        });
    }

    [Fact]
    public void Two_activations_of_one_company_never_stand_in_one_statement()
    {
        var node = new TestNode(commitOptions: new GroupCommitOptions { LanesMax = 1 });
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes);
        node.Run(async () =>
        {
            var older = await node.ActivateAsync();
            var newer = await node.ActivateAsync();

            var lost = older.RecordAsync(TestNode.Event("e1"));
            var booked = newer.RecordAsync(TestNode.Event("e2"));

            await Assert.ThrowsAsync<RetryableException>(() => lost);
            Assert.Equal(RecordOutcome.Accepted, await booked);
            Assert.Equal([1, 1], node.Ledger.Statements);
        });
    }

    [Fact]
    public async Task Callers_on_many_threads_are_all_answered()
    {
        var ledger = new AcceptingLedger();
        var commit = new GroupCommit(ledger, new SynchronizationContext(), new GroupCommitOptions(), TimeProvider.System);
        var calls = new Task[4];
        for (var thread = 0; thread < calls.Length; thread++)
        {
            var first = thread * 1_000;
            calls[thread] = Task.Run(async () =>
            {
                for (var i = 0; i < 1_000; i++)
                {
                    var request = new AppendRequest { CompanyNo = first + i, Epoch = 1, ExpectedVersion = 0, RatesRevision = null, Entries = [] };
                    Assert.Equal(AppendStatus.Appended, (await commit.AppendAsync(request)).Status);
                }
            });
        }

        await Task.WhenAll(calls);

        Assert.Equal(4_000, ledger.Requests);
    }

    /// <summary>One company's append of two rows hangs, and another's waits: room for no more.</summary>
    private static async Task<(CompanyActor[] Actors, Task<RecordOutcome>[] Calls)> FillRoomAsync(TestNode node)
    {
        var actors = await ActivateManyAsync(node, 4);
        node.Ledger.BeforeCommit.Close();
        var batch = actors[0].RecordAsync([.. new[] { "e1", "e2" }.Select(e => TestNode.Event(e, companyId: actors[0].CompanyId))], dryRun: false);
        await node.Loop.Settle();
        var single = actors[1].RecordAsync(TestNode.Event("e", companyId: actors[1].CompanyId));
        await node.Loop.Settle();
        return (actors, [FirstAsync(batch), single]);

        static async Task<RecordOutcome> FirstAsync(Task<IReadOnlyList<RecordOutcome>> outcomes) => (await outcomes)[0];
    }

    private static async Task<CompanyActor[]> ActivateManyAsync(TestNode node, int count)
    {
        var actors = new CompanyActor[count];
        for (var i = 0; i < count; i++)
        {
            node.Ledger.Create($"c{i}", BillingSystem.Minutes);
            actors[i] = await node.ActivateAsync($"c{i}");
        }

        return actors;
    }
}
