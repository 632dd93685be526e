using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UsageCluster.Gateway.Tests.Support;

/// <summary>A file of <c>tests/fixtures/usage</c>: what is given, what is asked, what must come back.</summary>
internal sealed class UsageFixture(JsonNode file)
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "fixtures", "usage");

    public string Request => file["when"]!["get"]!.GetValue<string>();

    public HttpStatusCode Status => (HttpStatusCode)file["then"]!["status"]!.GetValue<int>();

    public JsonNode Body => file["then"]!["body"]!;

    public static async Task<UsageFixture> LoadAsync(string name) =>
        new(JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, name)))!);

    /// <summary>Sets up all that is given, over the API; returns the key that the fixture asks with.</summary>
    public async Task<string> ProvisionAsync(ApiClient api, string adminKey)
    {
        var given = file["given"]!;
        foreach (var rule in Items(given, "priceRules"))
            await PutAsync(api, adminKey, "/admin/price-rules/" + rule["agentFocus"], Without(rule, "agentFocus"));
        foreach (var company in Items(given, "companies"))
            await PutAsync(api, adminKey, "/admin/companies/" + company["companyId"], Without(company, "companyId", "events"));
        foreach (var ats in Items(given, "ats"))
        {
            var body = Without(ats, "atsId");
            body["atsName"] ??= "An ATS";
            await PutAsync(api, adminKey, "/admin/ats/" + ats["atsId"], body);
        }

        var runtime = await KeyAsync(api, adminKey, "runtime", null);
        foreach (var company in Items(given, "companies"))
            await IngestAsync(api, runtime, company);
        var asker = file["when"]!["key"]!.GetValue<string>().Split(':', 2);
        return await KeyAsync(api, adminKey, asker[0], asker.Length > 1 ? asker[1] : null);
    }

    private static async Task IngestAsync(ApiClient api, string runtimeKey, JsonNode company)
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

        var answer = await api.PostAsync(runtimeKey, "/ingest/events", events.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(events.Count, answer.Json.GetProperty("accepted").GetInt32());
    }

    private static async Task<string> KeyAsync(ApiClient api, string adminKey, string kind, string? owner)
    {
        var body = JsonSerializer.Serialize(owner is null ? new { kind, name = "fixture" } : (object)new { kind, owner, name = "fixture" });
        var answer = await api.PostAsync(adminKey, "/admin/keys", body);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        return answer.Json.GetProperty("key").GetString()!;
    }

    private static async Task PutAsync(ApiClient api, string adminKey, string path, JsonObject body)
    {
        var answer = await api.PutAsync(adminKey, path, body.ToJsonString());
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, answer.Text);
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
