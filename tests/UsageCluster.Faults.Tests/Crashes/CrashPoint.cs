namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>A named point at which a process dies.</summary>
/// <param name="Name">The point.</param>
/// <param name="Work">What the process does meanwhile.</param>
/// <param name="Leaves">What is left of that.</param>
internal sealed record CrashPoint(string Name, Func<CrashWork> Work, Left Leaves)
{
    /// <summary>Where the process kills itself: lines of the plan of <see cref="CrashHook.CrashPlan"/>.</summary>
    public string[]? Plan { get; init; }

    /// <summary>Where it is killed by a message to or from PostgreSQL.</summary>
    public Func<WireTrap>? Trap { get; init; }

    /// <summary>Whether it is left to long runs: others are close to it.</summary>
    public bool IsForLongRuns { get; init; }

    /// <summary>Whether a later execution of its statement will do as well.</summary>
    public bool MayBeLater { get; init; }
}
