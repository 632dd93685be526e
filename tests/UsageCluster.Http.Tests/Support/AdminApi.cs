using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace UsageCluster.Http.Tests.Support;

/// <summary>Calls a server with one key; whatever is refused fails the test.</summary>
internal sealed class AdminApi : IDisposable
{
    private readonly HttpClient _http;

    public AdminApi(Uri url, string key)
    {
        _http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public void Dispose() => _http.Dispose();

    public Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<JsonElement> PutAsync(string path, object? body) => SendAsync(HttpMethod.Put, path, body);

    public Task<JsonElement> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    public Task DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>A new key's id and text.</summary>
    public async Task<(string Id, string Text)> KeyAsync(string kind, object? owner, string name, string? expiresAt = null)
    {
        var made = await PostAsync("/admin/keys", new { kind, owner, name, expiresAt });
        return (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
    }

    /// <summary>Whether the key is taken.</summary>
    public async Task<bool> IsTakenAsync()
    {
        using var answer = await _http.GetAsync(new Uri("/nothing", UriKind.Relative));
        return answer.StatusCode != HttpStatusCode.Unauthorized;
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }
}
