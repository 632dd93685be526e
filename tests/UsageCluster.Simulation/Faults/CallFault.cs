namespace UsageCluster.Simulation.Faults;

/// <summary>
/// The fault model of single calls and messages. A call goes to the store, is judged there in one step, and its answer comes back; each way takes a
/// while of its own, so that calls and messages pass one another.
/// </summary>
internal enum CallFault
{
    None,

    /// <summary>A message never arrives.</summary>
    Drop,

    /// <summary>A message arrives twice.</summary>
    Duplicate,

    /// <summary>A message or call takes up to 8 s.</summary>
    Slow,

    /// <summary>The store says that it did nothing, and it did nothing.</summary>
    Unavailable,

    /// <summary>The connection is lost before the store did anything.</summary>
    LostBefore,

    /// <summary>The connection is lost after the store did what was asked.</summary>
    LostAfter,

    /// <summary>The connection is lost, and the call reaches the store later than its failure the caller.</summary>
    LostAndLate,

    /// <summary>The connection is lost, and of the companies of a shared statement only some were written.</summary>
    Torn,
}
