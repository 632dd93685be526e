namespace UsageCluster.Ledger.Sqlite;

/// <summary>Another process, or another store of this one, holds the data directory.</summary>
public sealed class StoreLockedException(string dataDirectory, Exception? innerException = null)
    : Exception($"The data directory '{dataDirectory}' is in use by another process. Stop that one, or name another directory.", innerException)
{
    /// <summary>The directory's full path.</summary>
    public string DataDirectory { get; } = dataDirectory;
}
