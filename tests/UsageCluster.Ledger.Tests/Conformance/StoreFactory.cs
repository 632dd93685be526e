namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>
/// A class fixture: makes databases of one kind of store, and keeps one open for the tests of a class, which take
/// companies of their own from it.
/// </summary>
public abstract class StoreFactory : IAsyncLifetime
{
    private StoreDatabase? _database;
    private OpenStore? _store;

    /// <summary>Whether several processes may have a database open at once.</summary>
    public abstract bool AllowsSeveralOpen { get; }

    /// <summary>The database that the tests of a class share.</summary>
    public StoreDatabase Database => _database!;

    /// <summary>The store that the tests of a class share.</summary>
    public OpenStore Store => _store!;

    /// <summary>A new, empty database.</summary>
    public abstract Task<StoreDatabase> CreateDatabaseAsync();

    public virtual async Task InitializeAsync()
    {
        _database = await CreateDatabaseAsync();
        _store = await _database.OpenAsync();
    }

    public virtual async Task DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
