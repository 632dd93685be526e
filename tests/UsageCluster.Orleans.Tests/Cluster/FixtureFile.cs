using System.Globalization;
using System.Text.Json.Nodes;

namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>A file of <c>tests/fixtures/usage</c>, its ids made unique by a suffix so that several runs share a cluster.</summary>
internal sealed class FixtureFile
{
    private readonly JsonNode _file;

    private FixtureFile(JsonNode file) => _file = file;

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "fixtures", "usage");

    public string Request => _file["when"]!["get"]!.GetValue<string>();

    public JsonNode Body => _file["then"]!["body"]!;

    public static async Task<FixtureFile> LoadAsync(string name, string suffix)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, name));
        var file = JsonNode.Parse(text)!;
        var ids = Items(file["given"]!, "companies").Select(c => c["companyId"]!).Concat(Items(file["given"]!, "ats").Select(a => a["atsId"]!));
        foreach (var id in ids.Select(id => id.GetValue<string>()).Distinct())
            text = text.Replace($"\"{id}\"", $"\"{id}{suffix}\"", StringComparison.Ordinal).Replace($":{id}\"", $":{id}{suffix}\"", StringComparison.Ordinal);
        return new FixtureFile(JsonNode.Parse(text)!);
    }

    /// <summary>Sets up all that is given through one silo; returns the key that the fixture asks with.</summary>
    public async Task<string> ProvisionAsync(SiloApi api)
    {
        var given = _file["given"]!;
        foreach (var rule in Items(given, "priceRules"))
            await api.PutAsync("/admin/price-rules/" + rule["agentFocus"], Without(rule, "agentFocus"));
        foreach (var company in Items(given, "companies"))
            await api.PutAsync("/admin/companies/" + company["companyId"], Without(company, "companyId", "events"));
        foreach (var ats in Items(given, "ats"))
        {
            var body = Without(ats, "atsId");
            body["atsName"] ??= "An ATS";
            await api.PutAsync("/admin/ats/" + ats["atsId"], body);
        }

        var runtime = await api.KeyAsync("runtime");
        foreach (var company in Items(given, "companies"))
            await IngestAsync(api, runtime, company);
        var asker = _file["when"]!["key"]!.GetValue<string>().Split(':', 2);
        return await api.KeyAsync(asker[0], asker.Length > 1 ? asker[1] : null);
    }

    private static async Task IngestAsync(SiloApi api, string runtimeKey, JsonNode company)
    {
        var events = new JsonArray();
        foreach (var use in Items(company, "events"))
        {
            for (var i = use["repeat"]?.GetValue<int>() ?? 1; i > 0; i--)
            {
                var report = Without(use, "repeat");
                report["eventId"] ??= "event-" + events.Count.ToString(CultureInfo.InvariantCulture);
                report["companyId"] = company["companyId"]!.DeepClone();
                events.Add(report);
            }
        }

        var answer = await api.TryAsync(HttpMethod.Post, "/ingest/events", events.ToJsonString(), runtimeKey);
        Assert.True(answer.Status == System.Net.HttpStatusCode.OK, answer.Text);
        Assert.Equal(events.Count, JsonNode.Parse(answer.Text)!["accepted"]!.GetValue<int>());
    }

    private static IEnumerable<JsonNode> Items(JsonNode parent, string name) => parent[name]?.AsArray().Select(n => n!) ?? [];

    private static JsonObject Without(JsonNode node, params string[] names)
    {
        var copy = node.DeepClone().AsObject();
        foreach (var name in names)
            copy.Remove(name);
        return copy;
    }
}
