namespace UsageCluster.Standalone.Demo;

/// <summary>The keys that a demo start prints; those of earlier starts are revoked.</summary>
internal sealed record DemoKeys(string Ats, string Company, string Runtime, string Admin)
{
    private const string NamePrefix = "demo ";

    public static string NameOf(string kind) => NamePrefix + kind;

    public static async Task<DemoKeys> MakeAsync(DemoApi api, string adminKey, CancellationToken cancellationToken)
    {
        var earlier = await EarlierAsync(api, adminKey, cancellationToken);
        var keys = new DemoKeys(
            await api.KeyAsync(new { kind = "ats", owner = DemoCompanies.AtsId, name = NameOf("ats") }, cancellationToken),
            await api.KeyAsync(new { kind = "company", owner = DemoCompanies.Cobalt, name = NameOf("company") }, cancellationToken),
            await api.KeyAsync(new { kind = "runtime", name = NameOf("runtime") }, cancellationToken),
            adminKey);
        foreach (var id in earlier)
            await api.DeleteAsync($"/admin/keys/{id}", cancellationToken);
        return keys;
    }

    private static async Task<List<string>> EarlierAsync(DemoApi api, string adminKey, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        var pages = 1;
        for (var page = 1; page <= pages; page++)
        {
            var answer = await api.GetAsync($"/admin/keys?pageSize=100&page={page}", cancellationToken);
            pages = answer.GetProperty("meta").GetProperty("totalPages").GetInt32();
            foreach (var key in answer.GetProperty("data").EnumerateArray())
            {
                var id = key.GetProperty("id").GetString()!;
                var isEarlier = key.GetProperty("name").GetString()!.StartsWith(NamePrefix, StringComparison.Ordinal)
                    && key.GetProperty("revokedAt").ValueKind == System.Text.Json.JsonValueKind.Null
                    && !adminKey.Contains(id, StringComparison.Ordinal);
                if (isEarlier)
                    ids.Add(id);
            }
        }

        return ids;
    }
}
