namespace UsageCluster.Soak.Faults;

/// <summary>A stretch in which a fault is felt: from its beginning until its grace is over.</summary>
/// <param name="Kind">The fault.</param>
/// <param name="Group">Whose calls it is felt by; null: all.</param>
/// <param name="From">Its beginning.</param>
internal sealed record FaultWindow(FaultKind Kind, string? Group, TimeSpan From)
{
    /// <summary>When all was healed; the last instant while it is not.</summary>
    public TimeSpan Healed { get; set; } = TimeSpan.MaxValue;

    /// <summary>The end of the grace after it.</summary>
    public TimeSpan Until { get; set; } = TimeSpan.MaxValue;

    /// <summary>Whether calls may fail in it: a burst and hanging up are no excuse for errors of others.</summary>
    public bool ExcusesErrors => Kind is not (FaultKind.Disconnects or FaultKind.Burst);

    /// <summary>Whether it touches a stretch of a group's life.</summary>
    public bool Touches(string group, TimeSpan from, TimeSpan to) => (Group is null || Group == group) && from <= Until && to >= From;
}
