namespace UsageCluster.Ledger.Postgres.Connections;

/// <summary>Keys of PostgreSQL's advisory locks. Fixed for ever: programs of several versions meet at them.</summary>
internal static class AdvisoryLocks
{
    /// <summary>Held while the schema is applied.</summary>
    public const long Schema = 0x7573616765_0001;

    /// <summary>Shared by every append; exclusive for a change of general rules or catalogue.</summary>
    public const long Rates = 0x7573616765_0002;
}
