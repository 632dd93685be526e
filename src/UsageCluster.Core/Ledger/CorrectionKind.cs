namespace UsageCluster.Core.Ledger;

/// <summary>What a correction does to an event. The numbers are stored: never change one.</summary>
public enum CorrectionKind
{
    /// <summary><c>void</c>: the event counts no longer.</summary>
    Void = 1,

    /// <summary><c>adjust</c>: the event counts with other content.</summary>
    Adjust = 2,
}
