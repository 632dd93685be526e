using Npgsql;

namespace UsageCluster.Bench.Rivals.Tables;

/// <summary>Names and their numbers, which a rival's server keeps in memory.</summary>
/// <param name="CompanyNos">Company numbers by id.</param>
/// <param name="CostKeyNos">Cost key numbers by name.</param>
/// <param name="CostKeys">Cost keys by number, in ordinal order of their names, with whether they count as interviews.</param>
internal sealed record RivalNames(
    IReadOnlyDictionary<string, int> CompanyNos, IReadOnlyDictionary<string, short> CostKeyNos, IReadOnlyList<(string Name, bool IsInterview)> CostKeys)
{
    public static async Task<RivalNames> ReadAsync(NpgsqlDataSource source)
    {
        var companies = new Dictionary<string, int>(StringComparer.Ordinal);
        await using (var command = source.CreateCommand("SELECT company_id, company_no FROM rival_companies"))
        {
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                companies.Add(rows.GetString(0), rows.GetInt32(1));
        }

        var keys = new List<(string Name, bool IsInterview)>();
        await using (var command = source.CreateCommand("SELECT cost_key, is_interview FROM rival_cost_keys ORDER BY cost_key_no"))
        {
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                keys.Add((rows.GetString(0), rows.GetBoolean(1)));
        }

        return new RivalNames(companies, keys.Index().ToDictionary(k => k.Item.Name, k => (short)k.Index, StringComparer.Ordinal), keys);
    }
}
