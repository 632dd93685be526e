namespace UsageCluster.Simulation.Faults;

/// <summary>Where a <see cref="CallFault"/> hits.</summary>
internal enum CallPoint
{
    Message,
    Append,

    /// <summary>An append of several companies in one statement.</summary>
    SharedAppend,

    Activation,
    Read,
    Snapshot,
    Lease,
    Control,
}
