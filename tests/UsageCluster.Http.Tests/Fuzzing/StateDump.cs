using System.Text;
using System.Text.RegularExpressions;
using UsageCluster.Http.Tests.Support;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>All that the administration shows, as text: equal texts mean that nothing was changed in between.</summary>
internal static partial class StateDump
{
    private const int PageSize = 100;

    private static readonly string[] Lists = ["companies", "ats", "keys", "price-rules", "cost-keys", "plans", "alerts", "webhooks", "audit"];

    public static async Task<string> ReadAsync(AdminApi admin, IEnumerable<string> companyIds)
    {
        var dump = new StringBuilder();
        foreach (var list in Lists)
            await AddAsync(dump, admin, $"/admin/{list}?");
        foreach (var companyId in companyIds)
        {
            await AddAsync(dump, admin, $"/billing/history?companyId={companyId}&");
            foreach (var list in (string[])["transactions", "corrections", "price-rules"])
                await AddAsync(dump, admin, $"/admin/companies/{companyId}/{list}?");
        }

        // When a key was used last is stored once in a while.
        return LastUse().Replace(dump.ToString(), "");
    }

    private static async Task AddAsync(StringBuilder dump, AdminApi admin, string path)
    {
        var pages = 1;
        for (var page = 1; page <= pages; page++)
        {
            var answer = await admin.GetAsync($"{path}page={page}&pageSize={PageSize}");
            pages = answer.GetProperty("meta").GetProperty("totalPages").GetInt32();
            foreach (var row in answer.GetProperty("data").EnumerateArray())
                dump.Append(path).Append(' ').AppendLine(row.GetRawText());
        }
    }

    [GeneratedRegex("\"lastUsedAt\":(null|\"[^\"]*\")")]
    private static partial Regex LastUse();
}
