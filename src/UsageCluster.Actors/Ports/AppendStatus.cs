namespace UsageCluster.Actors.Ports;

/// <summary>What became of one company's append.</summary>
public enum AppendStatus
{
    /// <summary>Committed, durable.</summary>
    Appended,

    /// <summary>Nothing was appended: some event ids are in the ledger already.</summary>
    HasDuplicates,

    /// <summary>Nothing was appended: epoch or version are not the head's. Another activation has taken over.</summary>
    Fenced,

    /// <summary>Nothing was appended: rules or catalogue have changed. Reload, rate again.</summary>
    StaleRates,
}
