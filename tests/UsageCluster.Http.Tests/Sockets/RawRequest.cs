using UsageCluster.Http.Tests.Support;

namespace UsageCluster.Http.Tests.Sockets;

/// <summary>Requests as text, a character a byte.</summary>
internal static class RawRequest
{
    public const string Authorization = $"Authorization: Bearer {HttpServer.AdminKey}\r\n";

    /// <summary>What a smuggler hides: if it is taken for a request, the company is there.</summary>
    public const string MakesCompany = $"PUT /admin/companies/smuggled HTTP/1.1\r\nHost: x\r\n{Authorization}Content-Type: application/json\r\nContent-Length: {Length}\r\n\r\n{Body}";

    private const string Body = """{"companyName":"Smuggled","billingSystem":"minutes"}""";
    private const string Length = "52";

    /// <summary>A GET with the administrator's key and these header lines besides.</summary>
    public static string Get(string target, string headers = "") => $"GET {target} HTTP/1.1\r\nHost: x\r\n{Authorization}{headers}\r\n";

    /// <summary>A POST of events, with a key that may, with these header lines for its framing, and what follows them.</summary>
    public static string Post(string key, string framing, string rest) =>
        $"POST /ingest/events HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\nContent-Type: application/json\r\n{framing}\r\n{rest}";
}
