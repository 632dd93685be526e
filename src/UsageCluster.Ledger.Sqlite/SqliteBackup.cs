using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite;

/// <summary>Copies of a store that a process may hold and write to meanwhile, by SQLite's online backup.</summary>
public static class SqliteBackup
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Copies the database as of one moment to a file of its own, checks the copy and syncs it to the disk. No writer waits for it. The file is there whole or
    /// not at all (empty, if the process is killed in the very moment of naming it); one that is there already stays, by an <see cref="IOException"/>. It holds what the database holds, secrets of webhooks too: only its owner
    /// may read it. Throws <see cref="LedgerUnavailableException"/>, <see cref="SchemaTooNewException"/>, <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public static Task<BackupContent> RunAsync(SqliteStoreOptions options, string file, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Run(options, file), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static BackupContent Run(SqliteStoreOptions options, string file)
    {
        if (File.Exists(file))
            throw new IOException($"{file} is there already.");
        // Of this run alone: another one to the same file is not to write into it, or be taken for it.
        var partial = $"{file}.{Guid.NewGuid():N}.part";
        using var source = Database.OpenLedgerBeside(options);
        try
        {
            using (NewFile(partial))
            {
                // An empty file is an empty database.
            }

            var content = Copy(source, partial);
            using (var copy = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
                copy.Flush(flushToDisk: true);
            Name(partial, file);
            return content;
        }
        catch (SqliteException e)
        {
            throw new LedgerUnavailableException("The database cannot be copied: " + e.Message, e);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Takes the name first: to move looks whether a file is there and then moves, and another run may come between.</summary>
    private static void Name(string partial, string file)
    {
        NewFile(file).Dispose();
        try
        {
            File.Move(partial, file, overwrite: true);
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    private static BackupContent Copy(Session source, string file)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        connection.Open();
        source.CopyTo(connection);
        using var copy = new Session(connection);

        // A file of its own: nothing is to lie beside it. The server that gets it turns the log on again.
        copy.ExecuteScript("PRAGMA journal_mode = DELETE;");
        if (copy.Find("PRAGMA integrity_check(1)", row => row.GetString(0)) is var fault && fault != "ok")
            throw new LedgerUnavailableException($"The copy is damaged, and so the database may be: {fault}", null);
        return new BackupContent(
            copy.FindInteger("SELECT count(*) FROM companies")!.Value,
            copy.FindInteger("SELECT coalesce(sum(version), 0) FROM company_heads")!.Value,
            new FileInfo(file).Length);
    }

    private static FileStream NewFile(string path)
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = OwnersAlone;
        return new FileStream(path, how);
    }
}
