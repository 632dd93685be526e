using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Leases;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Standalone.Engine;
using UsageCluster.Standalone.Tests.Support;

namespace UsageCluster.Standalone.Tests.Engine;

/// <summary>Answers of an ATS that is asked again and again, of which something has changed meanwhile.</summary>
public sealed class FoundCompaniesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_was_acknowledged_or_shown_before_an_ATS_was_asked_is_in_its_answer()
    {
        const int Companies = 40, Writers = 4, Readers = 4, EventsEach = 50;
        await using var node = await EngineCase.StartAsync();
        var ids = Enumerable.Range(0, Companies).Select(i => $"c{i:D2}").ToArray();
        await node.CreateAsync(ids);
        await node.PutAtsAsync("ats", ids);
        await WarmAsync(node);
        var known = new int[Companies];
        var acknowledged = new int[Companies];
        var writing = Writers;

        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < EventsEach; i++)
            {
                // Some often, most seldom.
                var company = (i * i * (writer + 1)) % Companies;
                await node.Client.RecordAsync(EngineCase.Event(ids[company], $"{writer}-{i}"), default);
                Raise(ref known[company], Interlocked.Increment(ref acknowledged[company]));
            }

            Interlocked.Decrement(ref writing);
        })).ToArray();
        var readers = Enumerable.Range(0, Readers).Select(reader => Task.Run(async () =>
        {
            // In each of the two, all events.
            var range = reader % 2 == 0 ? EngineCase.Always : Days(1, 2);
            var least = new int[Companies];
            var isLast = false;
            while (!isLast)
            {
                // Answers come at once, and the writers need threads too.
                await Task.Yield();
                isLast = Volatile.Read(ref writing) == 0;
                for (var i = 0; i < Companies; i++)
                    least[i] = Volatile.Read(ref known[i]);
                var report = await node.Client.ReportAtsAsync("ats", range, default);
                for (var i = 0; i < Companies; i++)
                {
                    var events = Events(report!.Companies[i].Report);
                    Assert.True(events >= least[i], $"{events} of {least[i]} events of {ids[i]}");
                    least[i] = events;
                    Raise(ref known[i], events);
                }

                Assert.Equal(60_000L * least.Sum(), report!.Totals.MinutesMs ?? 0);
            }

            return least.Sum();
        })).ToArray();

        await Task.WhenAll(writers).WaitAsync(Patience);
        Assert.All(await Task.WhenAll(readers).WaitAsync(Patience), events => Assert.Equal(Writers * EventsEach, events));
    }

    [Fact]
    public async Task A_change_of_one_company_leaves_the_others_reports_the_same_objects()
    {
        await using var node = await EngineCase.StartAsync();
        await node.CreateAsync("a", "b", "c");
        await node.PutAtsAsync("ats", "a", "b", "c");
        await WarmAsync(node);
        var before = (await node.Client.ReportAtsAsync("ats", EngineCase.Always, default))!.Companies;
        await node.Client.RecordAsync(EngineCase.Event("b", "e1"), default);

        var after = (await node.Client.ReportAtsAsync("ats", EngineCase.Always, default))!.Companies;

        Assert.Same(before[0].Report, after[0].Report);
        Assert.Equal(1, Events(after[1].Report));
        Assert.Same(before[2].Report, after[2].Report);
    }

    [Fact]
    public async Task Each_range_is_answered_by_what_lies_in_it_whatever_was_asked_before()
    {
        await using var node = await EngineCase.StartAsync();
        await node.CreateAsync("a", "b");
        await node.PutAtsAsync("ats", "a", "b");
        async Task AssertAsync(params (int From, int To, int Events)[] asked)
        {
            foreach (var (from, to, events) in asked)
                Assert.Equal((60_000L * events, from, to), ((await node.Client.ReportAtsAsync("ats", Days(from, to), default))!.Totals.MinutesMs ?? 0, from, to));
        }

        await node.Client.RecordAsync(EngineCase.Event("b", "e1", day: 10), default);
        await AssertAsync((2, 12, 1), (2, 11, 1), (2, 10, 0), (10, 12, 1), (11, 12, 0), (9, 20, 1));
        await node.Client.RecordAsync(EngineCase.Event("a", "e1", day: 15), default);
        await AssertAsync((9, 20, 2), (9, 15, 1), (9, 16, 2), (11, 16, 1), (16, 20, 0), (9, 10, 0), (9, 20, 2));
        await node.Client.RecordAsync(EngineCase.Event("b", "e2", day: 18), default);
        await AssertAsync((9, 20, 3), (9, 18, 2), (9, 19, 3), (2, 3, 0), (10, 19, 3));
    }

    [Fact]
    public async Task An_answer_is_of_the_companies_that_the_ATS_has_by_now()
    {
        await using var node = await EngineCase.StartAsync();
        await node.CreateAsync("a", "b", "c");
        await node.PutAtsAsync("ats", "a", "b");
        await WarmAsync(node);
        await node.PutAtsAsync("ats", "a", "c");
        await node.Client.RecordAsync(EngineCase.Event("c", "e1"), default);

        var report = await node.Client.ReportAtsAsync("ats", EngineCase.Always, default);

        Assert.Equal(["a", "c"], report!.Companies.Select(c => c.Report.CompanyId));
        Assert.Equal(60_000, report.Totals.MinutesMs);
    }

    [Fact]
    public async Task A_company_that_was_given_up_is_shown_by_its_next_activation()
    {
        var clock = new ManualClock();
        await using var node = await EngineCase.StartAsync(new EngineOptions { IdleAfter = TimeSpan.FromMinutes(8) }, clock);
        await node.CreateAsync("a", "b", "x");
        await node.PutAtsAsync("ats", "a", "b");
        await WarmAsync(node);
        clock.Advance(TimeSpan.FromMinutes(10));
        using (var limit = new CancellationTokenSource(Patience))
        {
            for (; node.Engine.ActiveCompanies > 0; await Task.Yield())
                limit.Token.ThrowIfCancellationRequested();
        }

        // Into the slots of the others.
        await node.Client.RecordAsync(EngineCase.Event("x", "e1"), default);
        await node.Client.RecordAsync(EngineCase.Event("b", "e1"), default);

        Assert.Equal(60_000, (await node.Client.ReportAtsAsync("ats", EngineCase.Always, default))!.Totals.MinutesMs);
        await node.Client.RecordAsync(EngineCase.Event("b", "e2"), default);
        Assert.Equal(120_000, (await node.Client.ReportAtsAsync("ats", EngineCase.Always, default))!.Totals.MinutesMs);
    }

    [Fact]
    public async Task A_company_that_another_node_took_is_not_shown_by_what_was_kept_of_it()
    {
        await using var pair = await Pair.StartAsync();
        await pair.Other.Client.RecordAsync(EngineCase.Event("b", "e1"), default);
        pair.Leases.Tell(new LeaseRenewal(true, [new Takeover("b", 100)]));
        pair.Clock.Advance(TimeSpan.FromSeconds(2));
        await pair.Leases.Confirmed.WaitAsync(Patience);

        Assert.Equal(60_000, await pair.TotalAsync());
    }

    [Fact]
    public async Task What_was_kept_under_a_lease_that_has_ended_is_not_shown_under_the_next_one()
    {
        await using var pair = await Pair.StartAsync();
        var term = pair.Lease.Current;
        await pair.Other.Client.RecordAsync(EngineCase.Event("b", "e1"), default);
        pair.Leases.Tell(LeaseRenewal.Dead);
        pair.Clock.Advance(TimeSpan.FromSeconds(2));
        using (var limit = new CancellationTokenSource(Patience))
        {
            for (; pair.Lease.Current == term; await Task.Yield())
                limit.Token.ThrowIfCancellationRequested();
        }

        Assert.Equal(60_000, await pair.TotalAsync());
    }

    // The first answer activates the companies, the second one is kept.
    private static async Task WarmAsync(EngineCase node)
    {
        for (var i = 0; i < 2; i++)
            Assert.All((await node.Client.ReportAtsAsync("ats", EngineCase.Always, default))!.Companies, c => Assert.Equal(0, Events(c.Report)));
    }

    private static TimeRange Days(int from, int to) =>
        new(new Instant(new DateTime(2025, 3, from).Ticks), new Instant(new DateTime(2025, 3, to).Ticks));

    private static void Raise(ref int most, int to)
    {
        for (var before = Volatile.Read(ref most); before < to;)
        {
            var seen = Interlocked.CompareExchange(ref most, to, before);
            before = seen == before ? to : seen;
        }
    }

    private static int Events(CompanyReport report) => (int)report.Systems.Sum(s => s.Buckets.Sum(b => b.Events));

    /// <summary>A node with a lease that has answered for an ATS, and another over the same store that may take its companies.</summary>
    private sealed class Pair(EngineCase node, ManualClock clock, ToldLeases leases, NodeLease lease) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private Task _renewing = Task.CompletedTask;

        public ManualClock Clock { get; } = clock;

        public ToldLeases Leases { get; } = leases;

        public NodeLease Lease { get; } = lease;

        public UsageEngine Other { get; } = node.NewEngine();

        public static async Task<Pair> StartAsync()
        {
            var (clock, leases) = (new ManualClock(), new ToldLeases());
            var lease = new NodeLease(leases, "first", new LeaseOptions { Duration = TimeSpan.FromSeconds(5) }, clock, NullLogger.Instance);
            await lease.TakeFirstAsync(default);
            var node = await EngineCase.StartAsync(new EngineOptions { BackoffMin = TimeSpan.FromMilliseconds(1) }, lease: lease);
            lease.WhenEnded(_ => node.Engine.DropBroken());
            await node.CreateAsync("a", "b");
            await node.PutAtsAsync("ats", "a", "b");
            var pair = new Pair(node, clock, leases, lease);
            pair._renewing = lease.RunAsync(pair._stop.Token);
            await WarmAsync(node);
            return pair;
        }

        public async Task<long> TotalAsync() => (await node.Client.ReportAtsAsync("ats", EngineCase.Always, default))!.Totals.MinutesMs ?? 0;

        public async ValueTask DisposeAsync()
        {
            await Other.StopAsync();
            await Other.DisposeAsync();
            await node.DisposeAsync();
            await _stop.CancelAsync();
            await _renewing;
            _stop.Dispose();
        }
    }
}
