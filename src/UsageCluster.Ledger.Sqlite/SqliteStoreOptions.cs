namespace UsageCluster.Ledger.Sqlite;

/// <summary>Where the store lies, and its bounds.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The directory of the database and its lock; made if missing. One process holds it at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The database's file in the directory.</summary>
    public string FileName { get; init; } = "usage.db";

    /// <summary>Threads that read, each with a connection of its own; 1 to 64.</summary>
    public int ReadConnections { get; init; } = 2;

    /// <summary>Reads that may wait for a thread; further callers wait for room.</summary>
    public int ReadQueueMax { get; init; } = 1_024;

    /// <summary>Writes that may wait for the writing thread; further callers wait for room.</summary>
    public int WriteQueueMax { get; init; } = 1_024;

    /// <summary>Writes that share one commit, and so one sync of the disk.</summary>
    public int GroupWritesMax { get; init; } = 64;

    /// <summary>Ledger entries after which no further write joins a commit.</summary>
    public int GroupEntriesMax { get; init; } = 10_000;

    /// <summary>Pages of 4 KiB in the write-ahead log after which it is moved into the database.</summary>
    public int CheckpointPages { get; init; } = 8_192;

    /// <summary>Page cache of the writing connection in KiB.</summary>
    public int WriterCacheKiB { get; init; } = 65_536;

    /// <summary>Page cache of each reading connection in KiB.</summary>
    public int ReaderCacheKiB { get; init; } = 8_192;

    /// <summary>Rows that one answer of <c>ChangesSinceAsync</c> names; beyond, it says to forget everything.</summary>
    public int ChangesMax { get; init; } = 1_000;

    /// <summary>Revisions of the control plane whose changes are kept for <c>ChangesSinceAsync</c>.</summary>
    public int RevisionsKept { get; init; } = 10_000;

    /// <summary>Cost keys, and agent foci, whose numbers are kept in memory.</summary>
    public int NamesCachedMax { get; init; } = 100_000;

    /// <summary>Throws <see cref="ArgumentException"/> for a value outside its range.</summary>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(DataDirectory);
        ArgumentException.ThrowIfNullOrWhiteSpace(FileName);
        if (Path.GetFileName(FileName) != FileName)
            throw new ArgumentException($"'{FileName}' is not the bare name of a file.", nameof(FileName));
        ArgumentOutOfRangeException.ThrowIfLessThan(ReadConnections, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReadConnections, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReadQueueMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(WriteQueueMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(GroupWritesMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(GroupEntriesMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckpointPages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(WriterCacheKiB, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReaderCacheKiB, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ChangesMax, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(RevisionsKept, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(NamesCachedMax, 1);
    }
}
