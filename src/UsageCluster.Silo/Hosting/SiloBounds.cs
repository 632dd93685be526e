using UsageCluster.Actors.Ats;
using UsageCluster.Actors.Commit;
using UsageCluster.Actors.Companies;
using UsageCluster.Grains;

namespace UsageCluster.Silo.Hosting;

/// <summary>The bounds of a silo's engine.</summary>
internal sealed record SiloBounds
{
    /// <summary>How long a company that nobody asks for stays in memory.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Companies that are activated at a time.</summary>
    public int ActivationsInParallelMax { get; init; } = 128;

    /// <summary>Companies that may wait for their activation; a call for one more is refused (429).</summary>
    public int ActivationsWaitingMax { get; init; } = 20_000;

    /// <summary>Companies that one ATS read asks for by their grains at a time.</summary>
    public int ColdReadsInParallelMax { get; init; } = 64;

    /// <summary>The wait before a broken company is activated again; doubled with each activation that breaks soon.</summary>
    public TimeSpan BackoffMin { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait before a broken company is activated again.</summary>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>An activation that breaks after this long counts as the first to break.</summary>
    public TimeSpan BackoffForgottenAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Broken companies that are remembered; beyond, those that need not wait any more are forgotten first.</summary>
    public int BrokenCompaniesMax { get; init; } = 10_000;

    /// <summary>ATSs whose last answer is kept.</summary>
    public int AtsMax { get; init; } = 2_000;

    /// <summary>Companies of other silos whose last report is kept, so that it need not travel again.</summary>
    public int RemoteReportsMax { get; init; } = 200_000;

    /// <summary>Events that one call to another silo carries.</summary>
    public int RelayedEventsMax { get; init; } = 256;

    /// <summary>Calls with events that are under way to each other silo at a time.</summary>
    public int RelayCallsMax { get; init; } = 8;

    /// <summary>Events that may wait for a call to another silo; one more is refused (429).</summary>
    public int RelayedWaitingMax { get; init; } = 50_000;

    /// <summary>How often companies are looked for that belong to another silo since the membership changed.</summary>
    public TimeSpan HomecomingPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Companies that one such look sends home.</summary>
    public int HomecomingMax { get; init; } = 200;

    /// <summary>Connections for snapshots.</summary>
    public int SnapshotConnectionsMax { get; init; } = 8;

    /// <summary>The bounds of each company's actor.</summary>
    public CompanyActorOptions Company { get; init; } = new();

    /// <summary>The bounds of each ATS's actor.</summary>
    public AtsActorOptions Ats { get; init; } = new();

    /// <summary>The bounds of group commit.</summary>
    public GroupCommitOptions Commit { get; init; } = new();

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> for a bound outside its range.</summary>
    public void Validate()
    {
        // An eighth of it is how often is looked, by the cluster not more than once a second.
        ArgumentOutOfRangeException.ThrowIfLessThan(IdleAfter, TimeSpan.FromSeconds(8));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(IdleAfter, TimeSpan.FromDays(30));
        ArgumentOutOfRangeException.ThrowIfLessThan(ActivationsInParallelMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ActivationsWaitingMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ColdReadsInParallelMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BackoffMin, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(BackoffMax, BackoffMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BackoffMax, TimeSpan.FromMinutes(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(BackoffForgottenAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(BrokenCompaniesMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(AtsMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RemoteReportsMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RelayedEventsMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RelayedEventsMax, RecordBatch.EventsMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(RelayCallsMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RelayedWaitingMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(HomecomingPeriod, TimeSpan.FromMilliseconds(10));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(HomecomingPeriod, TimeSpan.FromHours(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(HomecomingMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SnapshotConnectionsMax, 1);
        Company.Validate();
        Ats.Validate();
        Commit.Validate();
    }
}
