namespace UsageCluster.Grains.Recording;

/// <summary>What follows from a call that failed.</summary>
internal enum CallFailure
{
    /// <summary>Nothing was booked; the same call may succeed later.</summary>
    Refused,

    /// <summary>Some or all of it may be booked; the same call may succeed later, and counts nothing twice.</summary>
    Unknown,

    /// <summary>There is no such company: every event is rejected.</summary>
    UnknownCompany,

    /// <summary>One of the events cannot be sent or read, whatever the others are.</summary>
    Poisoned,

    /// <summary>Nobody knows what to do with it: the callers are told.</summary>
    Unexpected,
}
