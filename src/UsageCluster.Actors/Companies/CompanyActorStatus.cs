namespace UsageCluster.Actors.Companies;

/// <summary>Where an activation stands. It only moves forward.</summary>
internal enum CompanyActorStatus
{
    /// <summary>Not activated, or its activation failed.</summary>
    New,

    /// <summary>Takes calls.</summary>
    Active,

    /// <summary>Flushes what is queued and refuses calls.</summary>
    Deactivating,

    /// <summary>Given up cleanly.</summary>
    Released,

    /// <summary>Another activation has taken over.</summary>
    Fenced,

    /// <summary>A write's outcome is not known.</summary>
    UnknownOutcome,
}
