using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace UsageCluster.TestKit.Http;

/// <summary>Calls a server with one key. An answer that a call does not expect throws, with what it said.</summary>
public sealed class UsageApi : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="url">The server.</param>
    /// <param name="key">The key.</param>
    /// <param name="through">How its calls travel; null: as usual.</param>
    public UsageApi(Uri url, string key, HttpMessageHandler? through = null)
    {
        _http = new HttpClient(through ?? new SocketsHttpHandler()) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(await _http.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>The answer; null: one that says to ask again.</summary>
    public async Task<JsonElement?> TryGetAsync(string path)
    {
        var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
            return await ReadAsync(answer);
        answer.Dispose();
        return null;
    }

    public async Task<JsonElement> PutAsync(string path, object body) =>
        await ReadAsync(await _http.PutAsJsonAsync(new Uri(path, UriKind.Relative), body));

    public async Task<JsonElement> PostAsync(string path, object body) =>
        await ReadAsync(await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body));

    /// <summary>A new runtime key for all companies.</summary>
    public async Task<string> RuntimeKeyAsync() =>
        (await PostAsync("/admin/keys", new { kind = "runtime", name = "runtime" })).GetProperty("key").GetString()!;

    /// <summary>The status of each event, in order; null: no answer, or one that asks to send again.</summary>
    public async Task<string[]?> TrySendAsync(IReadOnlyList<object> events)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync(new Uri("/ingest/events", UriKind.Relative), events);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
                return null;
            return [.. (await ReadAsync(answer)).GetProperty("results").EnumerateArray().Select(r => r.GetProperty("status").GetString()!)];
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
        }
    }
}
