using Microsoft.Extensions.Logging;
using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Schema;

/// <summary>Applies the schema files that the database lacks, in one transaction, behind a lock that concurrent starts wait at.</summary>
internal sealed class SchemaUpgrade(Database database, PostgresStoreOptions options, ILogger logger)
{
    /// <summary>By the catalogue's rows: name look-ups may answer from a cache that a lock does not renew.</summary>
    private const string Exists = "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'usage' AND tablename = 'schema_version')";

    private const string Current = "SELECT max(version) FROM usage.schema_version";

    private const string Prepare =
        """
        CREATE SCHEMA IF NOT EXISTS usage;
        CREATE TABLE usage.schema_version (version integer PRIMARY KEY, file text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
        """;

    private static readonly int Known = SchemaFile.All[^1].Version;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        try
        {
            if (await NeedsOwnerAsync(connection, cancellationToken))
                await UpgradeAsync(connection, cancellationToken);
            await WarnWhereNotDurableAsync(connection, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            // Lost connections and missing rights alike: nothing is served without the schema.
            throw Failures.Unavailable(e);
        }

        logger.Opened(connection.ServerVersion, connection.Host, connection.Database, Known);
    }

    /// <summary>
    /// Looks whether this program can work with what lies in a database, which is disposed of where not. Throws as <see cref="CheckAsync"/> does, and
    /// <see cref="LedgerUnavailableException"/> where it cannot be looked at.
    /// </summary>
    public static async Task CheckOrDisposeAsync(Database database, CancellationToken cancellationToken)
    {
        try
        {
            await database.ReadAsync(
                async connection =>
                {
                    await CheckAsync(connection, cancellationToken);
                    return true;
                },
                cancellationToken);
        }
        catch (Exception failure)
        {
            await database.DisposeAsync();
            if (failure is NpgsqlException)
                throw Failures.Unavailable(failure);
            throw;
        }
    }

    /// <summary>Throws <see cref="SchemaTooNewException"/> or <see cref="LedgerUnavailableException"/> unless the schema is this program's.</summary>
    public static async Task CheckAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var found = await ReadVersionAsync(connection, cancellationToken);
        if (found == 0)
            throw new LedgerUnavailableException("PostgreSQL: no ledger lies in this database.");
        if (found < Known)
            throw new LedgerUnavailableException($"The database has schema version {found}, and this program needs {Known}: start a server of its version first.");
    }

    /// <summary>Rights come first: without them the version can't even be read.</summary>
    private async Task<bool> NeedsOwnerAsync(NpgsqlConnection runtime, CancellationToken cancellationToken) =>
        (options.OwnerConnectionString is not null && await RuntimeRole.LacksRightsAsync(runtime, cancellationToken))
        || await ReadVersionAsync(runtime, cancellationToken) != Known;

    private static async Task<int> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!await connection.ScalarAsync<bool>(Exists, cancellationToken))
            return 0;
        var found = await connection.ScalarAsync<int>(Current, cancellationToken);
        return found <= Known ? found : throw new SchemaTooNewException(found, Known);
    }

    private async Task UpgradeAsync(NpgsqlConnection runtime, CancellationToken cancellationToken)
    {
        if (options.OwnerConnectionString is null)
        {
            await ApplyAsync(runtime, null, cancellationToken);
            return;
        }

        var role = await runtime.ScalarAsync<string>("SELECT current_user::text", cancellationToken);
        await using var owner = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.OwnerConnectionString) { Pooling = false }.ConnectionString);
        await owner.OpenAsync(cancellationToken);
        await ApplyAsync(owner, role, cancellationToken);
    }

    private async Task ApplyAsync(NpgsqlConnection connection, string? runtimeRole, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1)", cancellationToken, Sql.BigInt(AdvisoryLocks.Schema));
        if (!await connection.ScalarAsync<bool>(Exists, cancellationToken))
            await connection.ExecuteAsync(Prepare, cancellationToken);
        var found = await ReadVersionAsync(connection, cancellationToken);
        foreach (var file in SchemaFile.All.Where(f => f.Version > found))
        {
            await connection.ExecuteAsync(file.Text, cancellationToken);
            await connection.ExecuteAsync(
                "INSERT INTO usage.schema_version (version, file) VALUES ($1, $2)", cancellationToken, Sql.Int(file.Version), Sql.Text(file.Name));
            logger.SchemaApplied(file.Name);
        }

        if (runtimeRole is not null)
        {
            await RuntimeRole.GrantAsync(connection, runtimeRole, cancellationToken);
            logger.RightsGranted(runtimeRole);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task WarnWhereNotDurableAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes" })
        {
            if (await connection.ScalarAsync<string>("SELECT current_setting($1)", cancellationToken, Sql.Text(setting)) is "off" and var value)
                logger.NotDurable(setting, value);
        }
    }
}
