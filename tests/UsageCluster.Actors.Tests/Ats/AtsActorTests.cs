using UsageCluster.Actors.Ats;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Control;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Tests.Ats;

public sealed class AtsActorTests
{
    private static readonly TimeRange Range = new(Instant.Earliest, Instant.Latest);

    private readonly FakeControlStore _store = new();
    private readonly FakeCalls _calls = new();
    private readonly DeterministicLoop _loop = new();

    [Fact]
    public void An_ATS_that_does_not_exist_has_no_report() => Run(async (actor, _) => Assert.Null(await actor.ReportAsync(Range, default)));

    [Fact]
    public void An_ATS_without_companies_has_an_empty_report()
    {
        _store.PutAts("ats");
        Run(async (actor, _) =>
        {
            var report = await actor.ReportAsync(Range, default);
            Assert.Empty(report!.Companies);
            Assert.Null(report.Totals.MinutesMs);
            Assert.Null(report.Totals.CreditsMicro);
        });
    }

    [Fact]
    public void The_companies_of_every_node_are_merged_in_order_of_name()
    {
        Companies(10);
        _calls.Nodes = 3;
        Run(async (actor, _) =>
        {
            var report = await actor.ReportAsync(Range, default);
            Assert.Equal(Enumerable.Range(0, 10).Select(i => $"c{i}"), report!.Companies.Select(c => c.Report.CompanyId));
            Assert.Equal(Enumerable.Range(0, 10).Select(i => $"name {i}"), report.Companies.Select(c => c.CompanyName));
            Assert.Equal(45, report.Totals.MinutesMs);
        });
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(40, 3)]
    public void A_node_that_has_all_companies_is_asked_for_as_many_at_a_time_as_are_allowed(int companiesPerCall, int calls)
    {
        Companies(100);
        _calls.Nodes = 0;
        Run(
            async (actor, _) =>
            {
                var report = await actor.ReportAsync(Range, default);
                Assert.Equal(Enumerable.Range(0, 100).Select(i => $"c{i}").Order(), report!.Companies.Select(c => c.Report.CompanyId).Order());
                Assert.Equal(4_950, report.Totals.MinutesMs);
                Assert.Equal(calls, _calls.Calls);
                Assert.Equal(companiesPerCall, _calls.MostCompanies);
            },
            new AtsActorOptions { CompaniesPerCallMax = companiesPerCall });
    }

    [Fact]
    public void Few_calls_run_at_a_time_and_each_asks_for_few_companies()
    {
        Companies(100);
        _calls.Nodes = 10;
        Run(
            async (actor, _) =>
            {
                var report = await actor.ReportAsync(Range, default);
                Assert.Equal(100, report!.Companies.Count);
                Assert.Equal(3, _calls.MostAtATime);
                Assert.Equal(4, _calls.MostCompanies);
            },
            new AtsActorOptions { GroupsInParallelMax = 3, CompaniesPerCallMax = 4 });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void One_company_that_fails_fails_the_answer_and_later_calls_are_not_made(int nodes)
    {
        Companies(100);
        _calls.Nodes = nodes;
        _calls.Failing = "c0";
        Run(
            async (actor, _) =>
            {
                var failure = await Assert.ThrowsAsync<RetryableException>(() => actor.ReportAsync(Range, default).AsTask());
                Assert.Equal(RetryableFailure.Unavailable, failure.Failure);
                Assert.InRange(_calls.Calls, 1, 3);
                _calls.Failing = null;
                Assert.Equal(4950, (await actor.ReportAsync(Range, default))!.Totals.MinutesMs);
            },
            new AtsActorOptions { GroupsInParallelMax = 2, CompaniesPerCallMax = 5 });
    }

    [Fact]
    public void A_member_that_is_not_found_fails_the_answer()
    {
        Companies(2);
        _calls.Unknown = "c1";
        Run(async (actor, _) => await Assert.ThrowsAsync<RetryableException>(() => actor.ReportAsync(Range, default).AsTask()));
    }

    [Fact]
    public void A_node_that_answers_short_fails_the_answer()
    {
        Companies(5);
        _calls.AnswersShort = true;
        Run(async (actor, _) => await Assert.ThrowsAsync<RetryableException>(() => actor.ReportAsync(Range, default).AsTask()));
    }

    [Fact]
    public void Membership_is_that_of_the_request()
    {
        Companies(3);
        Run(async (actor, control) =>
        {
            await actor.ReportAsync(Range, default);
            _store.PutAts("ats", "c2");
            await control.SyncAsync(default);
            var fewer = await actor.ReportAsync(Range, default);
            Assert.Equal("c2", Assert.Single(fewer!.Companies).Report.CompanyId);
            Assert.Equal(2, fewer.Totals.MinutesMs);
            _store.DeleteAts("ats");
            await control.SyncAsync(default);
            Assert.Null(await actor.ReportAsync(Range, default));
        });
    }

    [Fact]
    public void The_same_answer_is_given_again_until_a_report_differs()
    {
        Companies(3);
        Run(async (actor, _) =>
        {
            var first = await actor.ReportAsync(Range, default);
            Assert.Same(first, await actor.ReportAsync(Range, default));
            _calls.Set("c1", 100);
            var second = await actor.ReportAsync(Range, default);
            Assert.NotSame(first, second);
            Assert.Equal(102, second!.Totals.MinutesMs);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_change_of_one_company_leaves_the_pages_of_the_others(int nodes)
    {
        const int Companies = 10_000;
        this.Companies(Companies);
        _calls.Nodes = nodes;
        Run(
            async (actor, _) =>
            {
                var first = await actor.ReportAsync(Range, default);
                _calls.Set("c77", 1_077);
                var second = await actor.ReportAsync(Range, default);
                Assert.Equal(first!.Totals.MinutesMs + 1_000, second!.Totals.MinutesMs);
                Assert.Equal(Companies, second.Companies.Count);
                var anew = 0;
                for (var i = 0; i < second.Companies.Pages.Length; i++)
                    anew += second.Companies.Pages[i] == first.Companies.Pages[i] ? 0 : 1;
                Assert.Equal(1, anew);
                Assert.Equal(1_077, second.Companies.Single(c => c.Report.CompanyId == "c77").Report.Systems[0].Quantity);
                Assert.Equal(second.Companies.Sum(c => c.Report.Systems[0].Quantity), second.Totals.MinutesMs);
            },
            new AtsActorOptions { CompaniesPerCallMax = 999 });
    }

    [Fact]
    public void Answers_of_ranges_that_are_asked_in_turn_are_given_again()
    {
        Companies(100);
        Run(async (actor, _) =>
        {
            var first = await actor.ReportAsync(Range, default);
            var kept = _calls.Reports;
            _calls.Reports = [];
            for (var i = 0; i < 100; i++)
                _calls.Set($"c{i}", 2 * i);
            var other = await actor.ReportAsync(Range, default);
            _calls.Reports = kept;
            Assert.Same(first, await actor.ReportAsync(Range, default));
            Assert.Equal(2 * first!.Totals.MinutesMs, other!.Totals.MinutesMs);
        });
    }

    [Fact]
    public void A_cancelled_caller_gets_no_answer()
    {
        Companies(20);
        _calls.Nodes = 4;
        Run(async (actor, _) =>
        {
            using var cancel = new CancellationTokenSource();
            _calls.Answering.Close();
            var call = actor.ReportAsync(Range, cancel.Token).AsTask();
            await _loop.Settle();
            // Not the asynchronous one: it leaves the loop.
#pragma warning disable CA1849
            cancel.Cancel();
#pragma warning restore CA1849
            _calls.Answering.Open();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        });
    }

    private void Companies(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _store.PutCompany($"c{i}", $"name {i}");
            _calls.Set($"c{i}", i);
        }

        _store.PutAts("ats", [.. Enumerable.Range(0, count).Reverse().Select(i => $"c{i}")]);
    }

    private void Run(Func<AtsActor, ControlPlane, Task> test, AtsActorOptions? options = null)
    {
        var control = new ControlPlane(_store, new ControlPlaneOptions(), new ManualTime(TestNode.Start));
        var actor = new AtsActor("ats", control, _calls, options ?? new AtsActorOptions());
        _loop.Run(() => test(actor, control));
    }

    private sealed class FakeCalls : IActorCalls
    {
        private int _running;

        public Dictionary<string, CompanyReport> Reports { get; set; } = [];

        /// <summary>0: one that says that it has them all.</summary>
        public int Nodes { get; set; } = 1;

        public string? Failing { get; set; }

        public string? Unknown { get; set; }

        public bool AnswersShort { get; set; }

        public Gate Answering { get; } = new();

        public int Calls { get; private set; }

        public int MostAtATime { get; private set; }

        public int MostCompanies { get; private set; }

        public void Set(string companyId, long ms) =>
            Reports[companyId] = new CompanyReport(companyId, 1, [new SystemReport(BillingSystem.Minutes, ms, 0, [])]);

        public IReadOnlyList<IReadOnlyList<int>> GroupByNode(IReadOnlyList<string> companyIds) =>
            Nodes == 0 ? [] : [.. Enumerable.Range(0, companyIds.Count).GroupBy(i => i % Nodes).Select(g => g.ToList())];

        public async ValueTask<IReadOnlyList<CompanyReport>> ReportAsync(
            IReadOnlyList<string> companyIds, TimeRange range, CancellationToken cancellationToken)
        {
            Calls++;
            MostCompanies = Math.Max(MostCompanies, companyIds.Count);
            MostAtATime = Math.Max(MostAtATime, ++_running);
            try
            {
                await Task.Yield();
                await Answering.PassAsync();
                cancellationToken.ThrowIfCancellationRequested();
                if (Failing is { } failing && companyIds.Contains(failing))
                    throw new RetryableException(RetryableFailure.Unavailable, "down");
                if (Unknown is { } unknown && companyIds.Contains(unknown))
                    throw new UnknownCompanyException(unknown);
                return [.. companyIds.Skip(AnswersShort ? 1 : 0).Select(id => Reports[id])];
            }
            finally
            {
                _running--;
            }
        }
    }
}
