using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite;

/// <inheritdoc cref="ISnapshotRows"/>
/// <remarks>
/// A second writer beside the process that holds the directory: SQLite lets one write at a time, and each waits for the other. Only snapshots are written,
/// of which that process holds nothing in memory. Every call is a transaction of one statement.
/// </remarks>
public sealed class SqliteSnapshotRows : ISnapshotRows
{
    private const string Replace =
        """
        UPDATE snapshots SET version = ?2, hash = ?3, books = ?4
        WHERE company_no = ?1 AND version = ?5 AND hash = ?6 AND books = ?7
        """;

    private readonly Session _session;

    private SqliteSnapshotRows(Session session) => _session = session;

    /// <summary>
    /// Opens the database. Makes nothing: throws <see cref="LedgerUnavailableException"/> where there is no ledger or it cannot be used, and
    /// <see cref="SchemaTooNewException"/> when a newer program has been here.
    /// </summary>
    public static SqliteSnapshotRows Open(SqliteStoreOptions options) => new(Database.OpenLedgerBeside(options, toWrite: true));

    /// <inheritdoc />
    public Task<bool> ReplaceAsync(StoredCompany company, StoredSnapshot seen, SnapshotRecord by, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult(_session.Execute(
                Replace, company.CompanyNo, by.Version, by.Hash, by.Books, seen.Record.Version, seen.Record.Hash, seen.Record.Books) > 0);
        }
        catch (SqliteException e)
        {
            throw new LedgerUnavailableException("The database cannot be written to: " + e.Message, e);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }
}
