using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Tests.Companies;

/// <summary>What readers keep of what activations showed, and how they learn that it is over.</summary>
public sealed class CommittedViewTests
{
    private readonly LeaseWorld _world = new();

    [Fact]
    public void What_was_kept_holds_until_the_next_commit() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var actor = await node.ActivateAsync();
        var view = actor.Committed.Under(node.Term, out var seen);
        Assert.Same(actor.View, view);
        Assert.True(node.Term.Stamps.IsSame(seen));

        await actor.RecordAsync(TestNode.Event("a"));

        Assert.False(node.Term.Stamps.IsSame(seen));
        Assert.Equal(1, TestNode.EventsIn(actor.Committed.Under(node.Term, out var next)));
        Assert.Equal(seen.Slot, next.Slot);
        Assert.True(node.Term.Stamps.IsSame(next));
    });

    [Fact]
    public void What_was_kept_of_one_company_holds_whatever_the_others_do() => _world.Run(async () =>
    {
        _world.Ledger.Create("other", BillingSystem.Minutes);
        var node = await _world.StartNodeAsync();
        var (actor, other) = (await node.ActivateAsync(), await node.ActivateAsync("other"));
        actor.Committed.Under(node.Term, out var seen);

        await other.RecordAsync(TestNode.Event("a", companyId: "other"));
        await other.DeactivateAsync(CancellationToken.None);

        Assert.True(node.Term.Stamps.IsSame(seen));
    });

    [Fact]
    public void What_was_kept_ends_when_another_node_takes_over() => _world.Run(async () =>
    {
        var (old, next) = (await _world.StartNodeAsync(), await _world.StartNodeAsync());
        var actor = await old.ActivateAsync();
        Assert.NotNull(actor.Committed.Under(old.Term, out var seen));
        var call = (await next.ActivateAsync()).RecordAsync(TestNode.Event("a"));
        await _world.PassAsync(2);

        Assert.Equal(RecordOutcome.Accepted, await call);
        Assert.True(old.Term.IsHeld);
        Assert.False(old.Term.Stamps.IsSame(seen));
        Assert.Null(actor.Committed.Under(old.Term, out _));
    });

    [Fact]
    public void What_was_kept_ends_when_a_later_activation_begins_on_the_same_node() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var earlier = await node.ActivateAsync();
        earlier.Committed.Under(node.Term, out var seen);
        _world.Ledger.AfterActivation.Close();
        var activating = node.ActivateAsync();
        await _world.Loop.Settle();

        Assert.False(node.Term.Stamps.IsSame(seen));
        _world.Ledger.AfterActivation.Open();
        await activating;
    });

    [Fact]
    public void What_was_kept_ends_with_the_activation_and_is_not_taken_for_that_of_the_next_one_in_its_slot() => _world.Run(async () =>
    {
        _world.Ledger.Create("other", BillingSystem.Minutes);
        var node = await _world.StartNodeAsync();
        var actor = await node.ActivateAsync();
        actor.Committed.Under(node.Term, out var seen);

        await actor.DeactivateAsync(CancellationToken.None);

        Assert.False(node.Term.Stamps.IsSame(seen));
        Assert.Null(actor.Committed.Under(node.Term, out _));
        var other = await node.ActivateAsync("other");
        Assert.NotNull(other.Committed.Under(node.Term, out var next));
        Assert.Equal(seen.Slot, next.Slot);
        Assert.False(node.Term.Stamps.IsSame(seen));
    });

    [Fact]
    public void An_activation_that_could_not_begin_gives_its_slot_back() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        await Assert.ThrowsAsync<UnknownCompanyException>(() => node.ActivateAsync("nobody"));
        (await node.ActivateAsync()).Committed.Under(node.Term, out var seen);

        Assert.Equal(0, seen.Slot);
    });

    [Fact]
    public void An_activation_that_breaks_after_it_was_given_up_touches_no_slot_but_its_own() => _world.Run(async () =>
    {
        _world.Ledger.Create("other", BillingSystem.Minutes);
        _world.Ledger.Create("third", BillingSystem.Minutes);
        var node = await _world.StartNodeAsync();
        var actor = await node.ActivateAsync();
        actor.Committed.Under(node.Term, out var gone);
        _world.Ledger.NextFault = () => LedgerFault.LostAfterCommit;
        _world.Ledger.BeforeCommit.Close();
        var call = actor.RecordAsync(TestNode.Event("a"));
        await _world.Loop.Settle();
        await actor.DeactivateAsync(new CancellationToken(canceled: true));
        (await node.ActivateAsync("other")).Committed.Under(node.Term, out var seen);
        Assert.Equal(gone.Slot, seen.Slot);

        // Its append is on its way still, and fails.
        _world.Ledger.BeforeCommit.Open();
        await Assert.ThrowsAsync<RetryableException>(() => call);
        await _world.Loop.Settle();
        Assert.True(actor.IsBroken);

        Assert.True(node.Term.Stamps.IsSame(seen));
        (await node.ActivateAsync("third")).Committed.Under(node.Term, out var third);
        Assert.NotEqual(seen.Slot, third.Slot);
    });

    [Fact]
    public async Task Whoever_was_shown_a_view_does_not_take_for_unchanged_what_was_kept_before_it()
    {
        const int Activations = 800;
        var views = Views(1_000);
        var term = new EndlessLease().Current;
        CommittedView? committed = new() { Tenure = term.Begin("first") };
        using var start = new Barrier(4);
        var readers = Enumerable.Range(0, start.ParticipantCount - 1).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                var checks = 0;
                CommittedView? of = null;
                SeenStamp seen = default;
                var kept = 0L;
                while (Volatile.Read(ref committed) is { } current)
                {
                    if (current.Under(term) is not { } shown)
                        continue;
                    if (current == of && term.Stamps.IsSame(seen))
                    {
                        if (kept < shown.Version)
                            return -1;
                        checks++;
                    }

                    (of, kept) = (current, current.Under(term, out seen)?.Version ?? -1);
                }

                return checks;
            },
            TaskCreationOptions.LongRunning)).ToArray();
        start.SignalAndWait();
        for (var i = 0; i < Activations; i++)
        {
            var next = new CommittedView { Tenure = term.Begin($"c{i}") };
            Volatile.Write(ref committed, next);
            foreach (var view in views)
            {
                next.Show(view);
                Thread.SpinWait(8);
            }
        }

        Volatile.Write(ref committed, null);
        Assert.All(await Task.WhenAll(readers), checks => Assert.NotEqual(-1, checks));
    }

    private static CompanyView[] Views(int count)
    {
        var books = new CompanyBooks(TestNode.Company);
        var views = new CompanyView[count];
        for (var i = 0; i < count; i++)
        {
            books.Apply([new ClosingEntry { Version = i + 1, RecordedAt = TestNode.Now, ClosedAt = null }]);
            views[i] = books.View();
        }

        return views;
    }
}
