using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace UsageCluster.Gateway.Tests.Support;

/// <summary>An answer as it came over the wire, its body coded as it was sent.</summary>
internal sealed class Answer(HttpResponseMessage response, byte[] body)
{
    public HttpStatusCode Status => response.StatusCode;

    public HttpResponseHeaders Headers => response.Headers;

    public HttpContentHeaders ContentHeaders => response.Content.Headers;

    public string? ContentType => ContentHeaders.ContentType?.ToString();

    public string? ETag => response.Headers.ETag?.ToString();

    public byte[] Body => body;

    public string Text => Encoding.UTF8.GetString(body);

    public JsonElement Json => JsonDocument.Parse(body).RootElement;

    public string? Code => Json.GetProperty("code").GetString();

    /// <summary>The names of a problem's bad fields.</summary>
    public string[] Fields => [.. Json.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()!)];

    /// <summary>Holds the answer against a problem's shape and returns it.</summary>
    public Answer IsProblem(HttpStatusCode status, string code)
    {
        Assert.Equal(status, Status);
        Assert.Equal("application/problem+json", ContentType);
        var json = Json;
        Assert.Equal(code, json.GetProperty("code").GetString());
        Assert.Equal((int)status, json.GetProperty("status").GetInt32());
        foreach (var name in new[] { "type", "title", "detail", "instance", "message", "description", "traceId" })
            Assert.False(string.IsNullOrEmpty(json.GetProperty(name).GetString()), name);
        Assert.Equal(json.GetProperty("detail").GetString(), json.GetProperty("description").GetString());
        return this;
    }

    /// <summary>A header's values as the wire has them, of the answer or its content; null: absent.</summary>
    public string? Header(string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;
}
