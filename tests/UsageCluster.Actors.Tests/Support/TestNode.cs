using UsageCluster.Actors.Commit;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Leases;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Tests.Support;

/// <summary>A node on a deterministic loop over an in-memory ledger.</summary>
internal sealed class TestNode
{
    /// <summary>The company of tests that need one.</summary>
    public const string Company = "acme";

    public static readonly DateTimeOffset Start = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Instant Now = Instant.From(Start);
    public static readonly AuditStamp Stamp = new("key", "company.put", "/companies/acme");

    public TestNode(
        CompanyActorOptions? options = null, GroupCommitOptions? commitOptions = null, int? seed = null, InMemoryLedger? ledger = null)
    {
        Loop = new DeterministicLoop(seed);
        Ledger = ledger ?? new InMemoryLedger();
        Rates = new CachedRates(Ledger);
        var commit = new GroupCommit(Ledger, Loop, commitOptions ?? new GroupCommitOptions(), Time);
        Services = new CompanyServices(
            new EndlessLease(), Ledger, Snapshots, commit, Rates, Ledger, Time, options ?? new CompanyActorOptions(), Logger);
    }

    public DeterministicLoop Loop { get; }

    public InMemoryLedger Ledger { get; }

    public InMemorySnapshots Snapshots { get; } = new();

    public CachedRates Rates { get; }

    public ManualTime Time { get; } = new(Start);

    public RecordingLogger Logger { get; } = new();

    public CompanyServices Services { get; }

    /// <summary>Runs a test on the loop.</summary>
    public void Run(Func<Task> test)
    {
        Loop.Run(test);
        Assert.Empty(Ledger.Violations);
    }

    /// <summary>The results of calls made before. <see cref="Task.WhenAll(Task[])"/> would leave the loop: its own step runs on the thread pool.</summary>
    public static async Task<T[]> AllAsync<T>(params Task<T>[] calls)
    {
        var results = new T[calls.Length];
        for (var i = 0; i < calls.Length; i++)
            results[i] = await calls[i];
        return results;
    }

    /// <summary>An activation as another node would make it: one on the same node ends the one before.</summary>
    public CompanyActor NewActor(string companyId = Company) => new(companyId, Services with { Lease = new EndlessLease() });

    public async Task<CompanyActor> ActivateAsync(string companyId = Company)
    {
        var actor = NewActor(companyId);
        await actor.ActivateAsync(CancellationToken.None);
        return actor;
    }

    /// <summary>An event of one minute, some hours before now.</summary>
    public static UsageEvent Event(string eventId, double hoursAgo = 1, long durationMs = 60_000, string companyId = Company) => new()
    {
        EventId = eventId,
        CompanyId = companyId,
        OccurredAt = Now.Plus(TimeSpan.FromHours(-hoursAgo)),
        DurationMs = durationMs,
    };

    public static UsageEvent[] Events(int count, string prefix = "e") => [.. Enumerable.Range(0, count).Select(i => Event($"{prefix}{i}"))];

    /// <summary>The figures of all time.</summary>
    public static CompanyReport Report(CompanyView? view)
    {
        Assert.NotNull(view);
        return view.Report(new TimeRange(Instant.Earliest, Instant.Latest));
    }

    /// <summary>Events of all time, in whatever system.</summary>
    public static long EventsIn(CompanyView? view) => Report(view).Systems.Sum(s => s.Buckets.Sum(b => b.Events));
}
