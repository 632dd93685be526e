using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>The HTTP API of one silo, as an administrator or with another key.</summary>
internal sealed class SiloApi : IDisposable
{
    private readonly string _adminKey;
    private readonly HttpClient _http;

    public SiloApi(Uri url, string adminKey)
    {
        _adminKey = adminKey;
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) };
        _http = new HttpClient(handler) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(45) };
    }

    /// <summary>The answer's status; null: there was none.</summary>
    public async Task<HttpStatusCode?> StatusAsync(string path)
    {
        var answer = await TryAsync(HttpMethod.Get, path);
        return answer.Status;
    }

    /// <summary>A body that must come.</summary>
    public async Task<string> GetAsync(string path, string? key = null) => Expect(await TryAsync(HttpMethod.Get, path, null, key));

    public async Task PutAsync(string path, object body) => Expect(await TryAsync(HttpMethod.Put, path, JsonSerializer.Serialize(body)));

    /// <summary>A new key's text.</summary>
    public async Task<string> KeyAsync(string kind, string? owner = null)
    {
        var body = JsonSerializer.Serialize(owner is null ? new { kind, name = "a test's" } : (object)new { kind, owner, name = "a test's" });
        using var answer = JsonDocument.Parse(Expect(await TryAsync(HttpMethod.Post, "/admin/keys", body)));
        return answer.RootElement.GetProperty("key").GetString()!;
    }

    /// <summary>A call of any outcome. Without a status: the connection was refused or broke, or nothing came in time.</summary>
    public async Task<SiloAnswer> TryAsync(HttpMethod method, string path, string? json = null, string? key = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? _adminKey);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            return new SiloAnswer(answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new SiloAnswer(null, failure.Message);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SiloAnswer(HttpStatusCode.RequestTimeout, "No answer in time.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Expect(SiloAnswer answer)
    {
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{answer.Status}: {answer.Text}");
        return answer.Text;
    }
}
