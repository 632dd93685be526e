using Npgsql;
using NpgsqlTypes;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;

namespace UsageCluster.Bench.Data;

/// <summary>
/// Makes many companies at once in a store on PostgreSQL that the product has made and in which it has made company 0: the others get that one's
/// rows under their own names, with the hash chain that is theirs. A million calls would take the better part of an hour.
/// </summary>
public static class KnownCompanies
{
    /// <summary>Makes <paramref name="count"/> companies from number <paramref name="first"/> on. Nothing may be using the store.</summary>
    public static async Task AddAsync(string connectionString, int first, int count)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "CREATE TEMPORARY TABLE known (company_id text COLLATE \"C\", company_name text, hash bytea)");
        var recordedAt = await FirstSwitchAsync(connection);
        await using (var writer = await connection.BeginBinaryImportAsync("COPY known FROM STDIN (FORMAT BINARY)"))
        {
            for (var number = first; number < first + count; number++)
            {
                var id = GeneratedUsage.CompanyId(number);
                var entry = new SwitchEntry { Version = 1, RecordedAt = recordedAt, At = Instant.Always, System = BillingSystem.Minutes };
                await writer.StartRowAsync();
                await writer.WriteAsync(id, NpgsqlDbType.Text);
                await writer.WriteAsync(GeneratedUsage.CompanyName(number), NpgsqlDbType.Text);
                await writer.WriteAsync(HashChain.Next(HashChain.Genesis(id), entry), NpgsqlDbType.Bytea);
            }

            await writer.CompleteAsync();
        }

        await ExecuteAsync(connection, """
            INSERT INTO usage.companies (company_id, company_name, billing_system, billing_system_since)
            SELECT k.company_id, k.company_name, c.billing_system, c.billing_system_since FROM known k CROSS JOIN usage.companies c WHERE c.company_no = 1
            """);
        await ExecuteAsync(connection, """
            INSERT INTO usage.heads (company_no, epoch, version, hash)
            SELECT c.company_no, 0, 1, k.hash FROM known k JOIN usage.companies c USING (company_id)
            """);
        await ExecuteAsync(connection, """
            INSERT INTO usage.entries (version, recorded_at, occurred_at, company_no, kind, flags, hash, payload)
            SELECT e.version, e.recorded_at, e.occurred_at, c.company_no, e.kind, e.flags, k.hash, e.payload
            FROM known k JOIN usage.companies c USING (company_id) CROSS JOIN usage.entries e WHERE e.company_no = 1 AND e.version = 1
            """);
        await ExecuteAsync(connection, "VACUUM (ANALYZE) usage.companies, usage.heads, usage.entries");
    }

    private static async Task<Instant> FirstSwitchAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT recorded_at FROM usage.entries WHERE company_no = 1 AND version = 1", connection);
        return new Instant((long)(await command.ExecuteScalarAsync())!);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Constants of this file.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
