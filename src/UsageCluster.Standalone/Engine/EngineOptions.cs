using UsageCluster.Actors.Ats;
using UsageCluster.Actors.Commit;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Standalone.Engine;

/// <summary>The bounds of the in-process engine.</summary>
public sealed record EngineOptions
{
    /// <summary>How long a company that nobody asks for stays in memory.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Companies in memory; beyond, the longest unused are given up before others are activated.</summary>
    public int ActiveCompaniesMax { get; init; } = 100_000;

    /// <summary>Companies that are activated at a time.</summary>
    public int ActivationsInParallelMax { get; init; } = 128;

    /// <summary>Companies that may wait for their activation; a call for one more is refused (429).</summary>
    public int ActivationsWaitingMax { get; init; } = 20_000;

    /// <summary>Companies that one ATS read activates at a time.</summary>
    public int ColdReadsInParallelMax { get; init; } = 64;

    /// <summary>Companies that are given up at a time.</summary>
    public int DeactivationsInParallelMax { get; init; } = 128;

    /// <summary>Turns that one mailbox takes before it queues behind the others.</summary>
    public int TurnsPerSlice { get; init; } = 64;

    /// <summary>The wait before a broken company is activated again; doubled with each activation that breaks soon.</summary>
    public TimeSpan BackoffMin { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait before a broken company is activated again.</summary>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>An activation that breaks after this long counts as the first to break.</summary>
    public TimeSpan BackoffForgottenAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long stopping may take, from the moment that no request is in flight.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>ATSs whose last answer is kept.</summary>
    public int AtsMax { get; init; } = 2_000;

    /// <summary>The bounds of each company's actor.</summary>
    public CompanyActorOptions Company { get; init; } = new();

    /// <summary>The bounds of each ATS's actor.</summary>
    public AtsActorOptions Ats { get; init; } = new();

    /// <summary>The bounds of group commit.</summary>
    public GroupCommitOptions Commit { get; init; } = new();

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> for a bound outside its range.</summary>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(IdleAfter, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(IdleAfter, TimeSpan.FromDays(30));
        ArgumentOutOfRangeException.ThrowIfLessThan(ActiveCompaniesMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ActivationsInParallelMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ActivationsWaitingMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ColdReadsInParallelMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(DeactivationsInParallelMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(TurnsPerSlice, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BackoffMin, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(BackoffMax, BackoffMin);
        ArgumentOutOfRangeException.ThrowIfLessThan(BackoffForgottenAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(StopTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(AtsMax, 1);
        Company.Validate();
        Ats.Validate();
        Commit.Validate();
    }
}
