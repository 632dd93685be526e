namespace UsageCluster.Actors.Ports;

/// <summary>In what way the store could not be used, for whoever is told to try again.</summary>
public enum StoreFailure
{
    /// <summary>In some other way: it refused what it should have taken, or is not what it should be.</summary>
    Other,

    /// <summary>No connection could be made, or it broke.</summary>
    Unreachable,

    /// <summary>It did not answer in time, or something that another holds was not free in time.</summary>
    TimedOut,

    /// <summary>It has no room left: on its disk or in its memory.</summary>
    NoRoom,

    /// <summary>It takes no more connections.</summary>
    Busy,

    /// <summary>It takes no writes.</summary>
    ReadOnly,

    /// <summary>It answered, and what the call rests on changed again and again meanwhile.</summary>
    Contended,
}
