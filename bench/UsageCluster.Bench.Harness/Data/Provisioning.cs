using System.Buffers;
using System.Net.Http.Json;
using System.Text.Json;
using UsageCluster.Core.Events;

namespace UsageCluster.Bench.Data;

/// <summary>Sets the product up over HTTP, as any user would.</summary>
public sealed class Provisioning : IDisposable
{
    private const int EventsPerCall = 10_000;

    // Calls on their way at a time. Those for one company would only wait for each other, or be refused.
    private const int CompaniesAtATime = 16, CallsAtATime = 3;

    private readonly HttpClient _http;
    private readonly string _adminKey;

    public Provisioning(int port, string adminKey)
    {
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) };
        _adminKey = adminKey;
    }

    public Task CompanyAsync(int number) =>
        PutAsync($"/admin/companies/{GeneratedUsage.CompanyId(number)}", new { companyName = GeneratedUsage.CompanyName(number), billingSystem = "minutes" });

    public Task CompaniesAsync(int count) =>
        Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = CompaniesAtATime }, async (number, _) => await CompanyAsync(number));

    public Task AtsAsync(string atsId, int companies) =>
        PutAsync($"/admin/ats/{atsId}", new { atsName = atsId, companies = Enumerable.Range(0, companies).Select(GeneratedUsage.CompanyId) });

    public async Task<string> KeyAsync(string kind, string? owner)
    {
        var body = owner is null ? (object)new { kind, name = "bench" } : new { kind, owner, name = "bench" };
        return (await SendAsync(HttpMethod.Post, "/admin/keys", _adminKey, JsonContent.Create(body))).GetProperty("key").GetString()!;
    }

    /// <summary>Of the companies from number <paramref name="first"/> on. Throws unless every event is new and accepted.</summary>
    public Task EventsAsync(string runtimeKey, int first, int companies, int eventsPerCompany) => Parallel.ForEachAsync(
        Enumerable.Range(first, companies).SelectMany(c => GeneratedUsage.Of(c, eventsPerCompany)).Chunk(EventsPerCall),
        new ParallelOptions { MaxDegreeOfParallelism = companies == 1 ? 1 : CallsAtATime },
        async (chunk, _) => await EventsAsync(runtimeKey, chunk));

    /// <summary>Throws unless every event is new and accepted.</summary>
    public Task AllEventsAsync(string runtimeKey, IEnumerable<UsageEvent> events) => Parallel.ForEachAsync(
        events.Chunk(EventsPerCall), new ParallelOptions { MaxDegreeOfParallelism = CallsAtATime }, async (chunk, _) => await EventsAsync(runtimeKey, chunk));

    public void Dispose() => _http.Dispose();

    private async Task EventsAsync(string runtimeKey, UsageEvent[] chunk)
    {
        var body = new ArrayBufferWriter<byte>(chunk.Length * 256);
        EventJson.Write(body, chunk);
        var content = new ReadOnlyMemoryContent(body.WrittenMemory);
        content.Headers.ContentType = new("application/json");
        var accepted = (await SendAsync(HttpMethod.Post, "/ingest/events", runtimeKey, content)).GetProperty("accepted").GetInt32();
        if (accepted != chunk.Length)
            throw new InvalidOperationException($"{accepted} of {chunk.Length} events were accepted.");
    }

    private Task<JsonElement> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, _adminKey, JsonContent.Create(body));

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string key, HttpContent content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new("Bearer", key);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"{method} {path} answered {(int)answer.StatusCode}: {text}");
    }
}
