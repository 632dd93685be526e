namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>Inserts entries of one company inside a transaction that has judged them.</summary>
internal static class EntryInsert
{
    /// <summary>$1 to $16: <see cref="EntryColumns"/>.</summary>
    public const string Text =
        $"INSERT INTO usage.entries ({EntryColumns.Names}) SELECT {EntryColumns.Values} FROM {EntryColumns.Rows}";
}
