namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>One database of a store, which is removed at disposal. Everything opened from it is disposed before.</summary>
public abstract class StoreDatabase : IAsyncDisposable
{
    /// <summary>Opens the store, which applies the schema.</summary>
    public abstract Task<OpenStore> OpenAsync();

    /// <summary>Makes the database look as if a newer program had been here. No store is open.</summary>
    public abstract Task PretendNewerSchemaAsync();

    public abstract ValueTask DisposeAsync();
}
