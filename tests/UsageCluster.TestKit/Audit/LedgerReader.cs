using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.TestKit.Audit;

/// <summary>Reads whole companies from a ledger on PostgreSQL, past the product's memory. Also while others append: a company is read up to its head.</summary>
/// <param name="connectionString">The ledger's database.</param>
/// <param name="ledger">The same ledger, for its entries.</param>
public sealed class LedgerReader(string connectionString, ILedger ledger)
{
    private const int PageMax = 5_000;

    /// <summary>The companies that the condition holds for, by id (ordinal).</summary>
    public async Task<IReadOnlyList<AuditedCompany>> ReadAsync(Func<string, bool> isWanted, CancellationToken cancellationToken = default)
    {
        List<AuditedCompany> companies = [];
        foreach (var (companyNo, companyId, version, hash) in await HeadsAsync(cancellationToken))
        {
            if (isWanted(companyId))
                companies.Add(new AuditedCompany(companyId, version, hash, await EntriesAsync(companyNo, version, cancellationToken)));
        }

        return companies;
    }

    private async Task<List<ChainedEntry>> EntriesAsync(int companyNo, long headVersion, CancellationToken cancellationToken)
    {
        List<ChainedEntry> entries = [];
        var after = 0L;
        while (after < headVersion)
        {
            var page = await ledger.ReadAsync(companyNo, after, (int)Math.Min(PageMax, headVersion - after), cancellationToken);
            if (page.Count == 0)
                break;
            entries.AddRange(page);
            after = page[^1].Entry.Version;
        }

        return entries;
    }

    private async Task<List<(int No, string Id, long Version, byte[] Hash)>> HeadsAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "SELECT c.company_no, c.company_id, h.version, h.hash FROM usage.companies c JOIN usage.heads h USING (company_no) ORDER BY c.company_id", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        List<(int, string, long, byte[])> heads = [];
        while (await rows.ReadAsync(cancellationToken))
            heads.Add((rows.GetInt32(0), rows.GetString(1), rows.GetInt64(2), rows.GetFieldValue<byte[]>(3)));
        return heads;
    }
}
