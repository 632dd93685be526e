namespace UsageCluster.Ledger.Sqlite;

/// <summary>What a backup holds.</summary>
/// <param name="Companies">How many companies.</param>
/// <param name="Entries">How many entries, of all companies, by their heads.</param>
/// <param name="Bytes">The file's length.</param>
public sealed record BackupContent(long Companies, long Entries, long Bytes);
