using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Pricing;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Control;
using UsageCluster.Ledger.Postgres.Entries;
using UsageCluster.Ledger.Postgres.Schema;

namespace UsageCluster.Ledger.Postgres;

/// <inheritdoc cref="ILedgerRows"/>
/// <remarks>Every call is a read-only transaction of one statement, so it holds back neither writers nor vacuum for longer than a page takes.</remarks>
public sealed class PostgresLedgerRows : ILedgerRows
{
    /// <summary>One call at a time, and one more connection after one that broke.</summary>
    private const int PoolSize = 2;

    private const string Entries =
        $"SELECT {EntryReader.Columns} FROM usage.entries WHERE company_no = $1 AND version > $2 AND version > 0 ORDER BY version LIMIT $3";

    private const string AtsMembers =
        "SELECT m.ats_id, m.company_no, c.company_id FROM usage.ats_members m LEFT JOIN usage.companies c USING (company_no) "
        + "WHERE (m.ats_id, m.company_no) > ($1, $2) ORDER BY m.ats_id, m.company_no LIMIT $3";

    private const string GrainStates =
        "SELECT service_id, payload FROM usage.grain_state "
        + "WHERE service_id = ANY($1) AND state_name = $2 AND key_number0 = 0 AND key_number1 = 0 AND key_text = $3 AND payload IS NOT NULL";

    private readonly Database _database;
    private readonly EntryReader _reader;

    // The clusters that have states here: with them, a state is found by its key.
    private string[]? _services;

    private PostgresLedgerRows(Database database, PostgresStoreOptions options)
    {
        _database = database;
        _reader = new EntryReader(new TokenNumbers(database, options.TokenCacheMax));
    }

    /// <summary>
    /// Connects. Throws <see cref="LedgerUnavailableException"/> when the server cannot be reached or has no ledger in the database, <see cref="SchemaTooNewException"/>
    /// when a newer program has been here, and <see cref="ArgumentException"/> for what is no connection string.
    /// </summary>
    public static async Task<PostgresLedgerRows> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.ApplicationName ??= "usage";
        settings.Options = $"{settings.Options} -c default_transaction_read_only=on".Trim();
        var options = new PostgresStoreOptions { ConnectionString = settings.ConnectionString, MaxPoolSize = PoolSize };
        var database = new Database(options, NullLoggerFactory.Instance, forReading: true);
        await SchemaUpgrade.CheckOrDisposeAsync(database, cancellationToken);
        return new PostgresLedgerRows(database, options);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<StoredCompany>> CompaniesAsync(string afterCompanyId, int limit, CancellationToken cancellationToken) => await ReadAsync(
        connection => connection.ListAsync(
            "SELECT company_no, company_id FROM usage.companies WHERE company_id > $1 ORDER BY company_id LIMIT $2",
            ReadCompany,
            cancellationToken,
            Sql.Text(afterCompanyId),
            Sql.Int(limit)),
        cancellationToken);

    /// <inheritdoc />
    public Task<StoredCompany?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) => FindAsync(
        "SELECT company_no, company_id FROM usage.companies WHERE company_id = $1", ReadCompany, Sql.Text(companyId), cancellationToken);

    /// <inheritdoc />
    public Task<StoredHead?> HeadAsync(StoredCompany company, CancellationToken cancellationToken) => FindAsync(
        "SELECT version, hash FROM usage.heads WHERE company_no = $1",
        row => new StoredHead(row.GetInt64(0), row.Bytes(1)),
        Sql.Int(company.CompanyNo),
        cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<StoredEntry>> EntriesAsync(
        StoredCompany company, long afterVersion, int limit, CancellationToken cancellationToken) => await ReadAsync(
        async connection =>
        {
            await using var command = connection.Command(Entries, Sql.Int(company.CompanyNo), Sql.BigInt(afterVersion), Sql.Int(limit));
            return await _reader.ReadStoredAsync(command, company.CompanyId, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc />
    /// <remarks>Its own, and those of a cluster's grains; what these have in another form is for other programs.</remarks>
    public async Task<IReadOnlyList<StoredSnapshot>> SnapshotsAsync(StoredCompany company, CancellationToken cancellationToken)
    {
        _services ??= await ReadAsync(
            async connection => (await connection.ListAsync("SELECT DISTINCT service_id FROM usage.grain_state", row => row.GetString(0), cancellationToken)).ToArray(),
            cancellationToken);
        return await ReadAsync(
            async connection =>
            {
                var own = await connection.ListAsync(
                    "SELECT version, hash, books FROM usage.snapshots WHERE company_id = $1",
                    row => new StoredSnapshot(null, new SnapshotRecord(row.GetInt64(0), row.Bytes(1), row.Bytes(2))),
                    cancellationToken,
                    Sql.Text(company.CompanyId));
                var grains = await connection.ListAsync(
                    GrainStates,
                    row => SnapshotFormat.TryRead(row.Bytes(1)) is { } record ? new StoredSnapshot(row.GetString(0), record) : null,
                    cancellationToken,
                    Sql.Texts(_services), Sql.Text(SnapshotFormat.StateName), Sql.Text(SnapshotFormat.KeyPrefix + company.CompanyId));
                return (IReadOnlyList<StoredSnapshot>)[.. own, .. grains.OfType<StoredSnapshot>()];
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<StoredMember>> AtsMembersAsync(StoredMember? after, int limit, CancellationToken cancellationToken) => await ReadAsync(
        connection => connection.ListAsync(
            AtsMembers,
            row => new StoredMember(row.GetString(0), row.GetInt32(1), row.TextOrNull(2)),
            cancellationToken,
            Sql.Text(after?.AtsId ?? ""),
            Sql.Int(after?.CompanyNo ?? 0),
            Sql.Int(limit)),
        cancellationToken);

    /// <inheritdoc />
    public Task<RateBook> RatesAsync(CancellationToken cancellationToken) =>
        ReadAsync(connection => RateRows.LoadAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static StoredCompany ReadCompany(NpgsqlDataReader row) => new(row.GetInt32(0), row.GetString(1));

    private Task<T?> FindAsync<T>(string sql, Func<NpgsqlDataReader, T> row, NpgsqlParameter key, CancellationToken cancellationToken) where T : class =>
        ReadAsync(async connection => (await connection.ListAsync(sql, row, cancellationToken, key)) is [var found, ..] ? found : null, cancellationToken);

    // What the server refuses, a missing right for instance, leaves nothing to check either.
    private async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await _database.ReadAsync(read, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw Failures.Unavailable(e);
        }
    }
}
