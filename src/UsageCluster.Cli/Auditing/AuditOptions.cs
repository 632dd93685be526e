namespace UsageCluster.Cli.Auditing;

/// <summary>Bounds of an audit.</summary>
internal sealed record AuditOptions
{
    /// <summary>Companies, or members of ATSs, that are listed at once, 1 to 100,000.</summary>
    public int CompaniesPage { get; init; } = 1_000;

    /// <summary>Entries that are read at once, 1 to 100,000.</summary>
    public int EntriesPage { get; init; } = 2_000;

    /// <summary>Companies whose figures are kept for the ATSs that they are members of, 1 to 10,000,000. ATSs with members beyond are not checked.</summary>
    public int AtsMembersMax { get; init; } = 100_000;

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> where a value leaves its range.</summary>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(CompaniesPage, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CompaniesPage, 100_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(EntriesPage, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(EntriesPage, 100_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(AtsMembersMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(AtsMembersMax, 10_000_000);
    }
}
