namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>What an administrator changes of a company.</summary>
internal enum ChangeKind
{
    /// <summary>An event is voided.</summary>
    Correction,

    /// <summary>The company is put on a plan.</summary>
    Plan,

    /// <summary>It is billed in the other system.</summary>
    Switch,
}
