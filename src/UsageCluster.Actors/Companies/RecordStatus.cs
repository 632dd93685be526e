namespace UsageCluster.Actors.Companies;

/// <summary>What became of a reported event.</summary>
public enum RecordStatus
{
    /// <summary>Booked, durable.</summary>
    Accepted,

    /// <summary>Was booked before by the same report; no effect.</summary>
    Duplicate,

    /// <summary>Cannot be booked; never transient.</summary>
    Rejected,
}
