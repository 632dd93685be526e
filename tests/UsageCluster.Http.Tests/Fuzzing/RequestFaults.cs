using System.Text;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>What is wrong with a request besides its query and its body.</summary>
internal static class RequestFaults
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "BREW", "GE%54"];

    private static readonly string[] MediaTypes =
    [
        "", "text/plain", "text/json", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-16",
        "application/json; charset=iso-8859-1", "application/json;charset=\"utf-7\"", "application", "/", "application/", ";", "application/json, text/plain", "*/*", "application/*",
        "applicatiоn/json",
    ];

    private static readonly (string Name, string Value)[] Odd =
    [
        ("Accept", ""), ("Accept", "text/html"), ("Accept", "*/*;q=0"), ("Accept", "text/csv"), ("Accept", "application/x-ndjson"), ("Accept", "application/hal+json"),
        ("Accept", "application/json;q=nan"), ("Accept", new string(',', 200)), ("Accept", "application/json;version=2"), ("Accept", string.Join(',', Enumerable.Repeat("a/b;q=0.1", 300))),
        ("Accept-Encoding", "gzip"), ("Accept-Encoding", "br"), ("Accept-Encoding", "gzip;q=0, br;q=0, identity;q=0"), ("Accept-Encoding", "*;q=0"), ("Accept-Encoding", "deflate, x"),
        ("Accept-Charset", "utf-16"), ("Accept-Language", "xx"), ("If-None-Match", "*"), ("If-None-Match", "\""), ("If-None-Match", "\"a"), ("If-None-Match", new string('"', 500)),
        ("If-None-Match", "W/\"\", \"\""), ("If-Match", "\"x\""), ("If-Modified-Since", "yesterday"), ("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"), ("Range", "bytes=0-0"), ("Range", "bytes=9-1"),
        ("X-HTTP-Method-Override", "DELETE"), ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("X-Original-URL", "/admin/keys"),
        ("X-Rewrite-URL", "/admin/keys"), ("Forwarded", "for=127.0.0.1"), ("Cookie", "key=uc_admin"), ("Origin", "https://evil.example"), ("Referer", "\u00ff"), ("Upgrade", "h2c"),
        ("Upgrade", "websocket"), ("Connection", "Authorization"), ("Connection", "Upgrade, HTTP2-Settings"), ("TE", "trailers"), ("Trailer", "Authorization"), ("Max-Forwards", "0"),
        ("Prefer", "return=minimal"), ("Traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), ("Traceparent", "00-00000000000000000000000000000000-0000000000000000-00"),
        ("Traceparent", "x"), ("Tracestate", new string('x', 600)), ("Baggage", "a=b"), ("Request-Id", "|x.1."), ("Content-Encoding", "gzip"), ("Content-Language", "de"), ("Content-MD5", "x"),
        ("ce-specversion", "1.0"), ("ce-specversion", "0.3"), ("ce-id", "%C0%80"), ("ce-id", ""), ("ce-subject", "bcanary-min"), ("ce-time", "now"), ("ce-type", "%zz"), ("ce-source", " "),
        ("X-Long", new string('x', 4_000)), ("X-Bytes", "\u0080\u00ff"), ("X-Nul", "a\0b"), ("X-Escape", "\u001b[2J"), ("X Y", "z"), ("", "x"), ("X-(", "x"), ("X-\u00e9", "x"),
        ("Idempotency-Key", "x"), ("Priority", "u=0"), ("Early-Data", "1"), ("Sec-Fetch-Mode", "cors"), ("Access-Control-Request-Method", "DELETE"),
    ];

    /// <summary>Another method.</summary>
    public static void Method(FuzzCase made, ApiDocument document, Random random)
    {
        var request = made.Request;
        request.Method = random.Pick(Methods);
        made.Fault = $"the method is {request.Method}";
        // What is read is read for its head alone too, and other operations of the path are no fault.
        var ofPath = document.Operations.Where(o => o.Path == made.Operation.Path).Select(o => o.Method).ToList();
        made.IsAstray = true;
        made.MayBreakHttp = request.Method is "CONNECT" or "OPTIONS";
        made.MustBeRefused |= !ofPath.Contains(request.Method) && !(request.Method == "HEAD" && ofPath.Contains("GET"));
        made.Status = request.Method == "get" ? 400 : null;
    }

    /// <summary>An id in the path is odd.</summary>
    public static void Path(FuzzCase made, Dictionary<string, string> path, Random random)
    {
        var name = random.Pick(path.Keys.Order(StringComparer.Ordinal).ToList());
        var odd = random.Pick([.. OddValues.Texts, new string('a', 64), new string('a', 65), new string('a', 3_000), "fz-none", "0"]);
        path[name] = odd;
        made.Fault = $"{name} in the path is {(odd.Length > 50 ? odd[..50] + "…" : odd)}";
        made.IsAstray = true;
        made.MayBreakHttp = odd.Contains('\0', StringComparison.Ordinal);
        var isToken = odd.Length is > 0 and <= 64 && odd.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
        // . and .. lead elsewhere before they are read.
        made.MustBeRefused |= !isToken && odd is not ("." or ".." or "" or "*");
        made.Status = made.Status == 401 ? 401 : null;
    }

    /// <summary>A header that asks for something odd, or is odd itself.</summary>
    public static void Header(FuzzCase made, Random random)
    {
        var (name, value) = random.Pick(Odd);
        if (random.OneIn(10))
        {
            for (var i = 0; i < random.Pick([10, 50, 100]); i++)
                made.Request.Headers.Add(($"X-{i}", "x"));
            made.Fault = "many headers";
            made.MayBreakHttp = true;
            return;
        }

        made.Request.Headers.Add((name, value));
        made.Fault = $"a header {name}: {(value.Length > 50 ? value[..50] + "…" : value)}";
        made.MayBreakHttp = value.Any(c => c is < ' ' or > '~') || name.Length == 0 || name.Any(c => c is ' ' or '(' or > '~') || name is "Connection" or "Upgrade" or "TE";
    }

    /// <summary>A body of another media type than the operation reads.</summary>
    public static void ContentType(FuzzCase made, Random random)
    {
        var request = made.Request;
        switch (random.Next(4))
        {
            case 0:
                request.Headers.RemoveAll(h => h.Name == "Content-Type");
                made.Fault = "no content type";
                break;
            case 1:
                request.Headers.Add(("Content-Type", "application/json"));
                made.Fault = "two content types";
                break;
            default:
                // The last one is beyond ASCII: as UTF-8, a byte a character.
                var odd = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(random.Pick(MediaTypes)));
                request.SetHeader("Content-Type", odd);
                made.Fault = $"the content type is '{odd}'";
                break;
        }

        // In binary mode the headers tell what the body is, and any JSON will do.
        if (request.Headers.Any(h => h.Name == "ce-specversion"))
            return;
        made.MustBeRefused = true;
        made.Status ??= 415;
    }
}
