namespace UsageCluster.Actors.Ats;

/// <summary>The bounds of an ATS's fan-out.</summary>
public sealed record AtsActorOptions
{
    /// <summary>Groups of companies that one request asks at a time.</summary>
    public int GroupsInParallelMax { get; init; } = 8;

    /// <summary>Companies that one call asks for; a larger group is asked in several calls.</summary>
    public int CompaniesPerCallMax { get; init; } = 2_000;

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> for a bound outside its range.</summary>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(GroupsInParallelMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CompaniesPerCallMax, 1);
    }
}
