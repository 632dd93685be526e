using System.Net.Http.Json;
using System.Text.Json;
using UsageCluster.Core.Events;

namespace UsageCluster.Bench.Data;

/// <summary>Sets the product up over HTTP, as any user would.</summary>
public sealed class Provisioning : IDisposable
{
    private const int EventsPerCall = 10_000;
    private readonly HttpClient _http;
    private readonly string _adminKey;

    public Provisioning(int port, string adminKey)
    {
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) };
        _adminKey = adminKey;
    }

    public Task CompanyAsync(int number) =>
        PutAsync($"/admin/companies/{GeneratedUsage.CompanyId(number)}", new { companyName = GeneratedUsage.CompanyName(number), billingSystem = "minutes" });

    public Task AtsAsync(string atsId, int companies) =>
        PutAsync($"/admin/ats/{atsId}", new { atsName = atsId, companies = Enumerable.Range(0, companies).Select(GeneratedUsage.CompanyId) });

    public async Task<string> KeyAsync(string kind, string? owner)
    {
        var body = owner is null ? (object)new { kind, name = "bench" } : new { kind, owner, name = "bench" };
        return (await SendAsync(HttpMethod.Post, "/admin/keys", _adminKey, body)).GetProperty("key").GetString()!;
    }

    public async Task EventsAsync(string runtimeKey, IEnumerable<UsageEvent> events)
    {
        foreach (var chunk in events.Chunk(EventsPerCall))
        {
            var answer = await SendAsync(HttpMethod.Post, "/ingest/events", runtimeKey, chunk.Select(Json));
            var accepted = answer.GetProperty("accepted").GetInt32();
            if (accepted != chunk.Length)
                throw new InvalidOperationException($"{accepted} of {chunk.Length} events were accepted.");
        }
    }

    private static object Json(UsageEvent e) => new
    {
        eventId = e.EventId,
        companyId = e.CompanyId,
        occurredAt = e.OccurredAt.ToString(),
        durationSeconds = e.DurationMs / 1000m,
        costKey = e.CostKey,
        agentFocus = e.AgentFocus,
    };

    private Task<JsonElement> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, _adminKey, body);

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string key, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", key);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"{method} {path} answered {(int)answer.StatusCode}: {text}");
    }

    public void Dispose() => _http.Dispose();
}
