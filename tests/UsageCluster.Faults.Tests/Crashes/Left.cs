namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>What a crash leaves of the work that it interrupts.</summary>
internal enum Left
{
    /// <summary>Nothing of it is in the store.</summary>
    Nothing,

    /// <summary>All of it is in the store, and nobody was told.</summary>
    All,

    /// <summary>The one or the other.</summary>
    Either,
}
