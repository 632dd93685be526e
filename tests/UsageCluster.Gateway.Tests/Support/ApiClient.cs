using System.Net.Http.Headers;

namespace UsageCluster.Gateway.Tests.Support;

/// <summary>Sends requests as they are: nothing is decoded, followed, retried or kept between requests but connections.</summary>
internal sealed class ApiClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address };

    public void Dispose() => _http.Dispose();

    public Task<Answer> GetAsync(string? key, string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, key, path, null, headers);

    public Task<Answer> HeadAsync(string? key, string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Head, key, path, null, headers);

    public Task<Answer> PutAsync(string? key, string path, string json) => SendAsync(HttpMethod.Put, key, path, Json(json));

    public Task<Answer> PostAsync(string? key, string path, string json) => SendAsync(HttpMethod.Post, key, path, Json(json));

    public Task<Answer> DeleteAsync(string? key, string path) => SendAsync(HttpMethod.Delete, key, path, null);

    public async Task<Answer> SendAsync(HttpMethod method, string? key, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var response = await _http.SendAsync(request);
        return new Answer(response, await response.Content.ReadAsByteArrayAsync());
    }

    private static StringContent Json(string json) => new(json, new MediaTypeHeaderValue("application/json"));
}
