using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>What is wrong with a body of JSON.</summary>
internal sealed class BodyFaults(ApiDocument document)
{
    private const string Placeholder = "\"placed-here\"";

    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    private readonly SchemaCheck _schemas = new(document, isClosed: false);

    /// <summary>A value of it is odd, at a bound, missing or too many. Whether it must be refused is what the document says.</summary>
    public void Value(FuzzCase made, JsonNode body, JsonElement schema, Random random)
    {
        made.MayBookOthers = body is JsonArray && made.Operation.Path.EndsWith("/events", StringComparison.Ordinal);
        var places = body.Places(document, schema).ToList();
        if (places.Count == 0)
        {
            Set(made, schema, OddValues.Json(random), "the body is odd");
            return;
        }

        var place = random.Pick(places);
        var what = $"{place.Key} of the body";
        switch (random.Next(8))
        {
            case 0 when place.Parent is JsonObject parent:
                parent.Remove((string)place.Key);
                Set(made, schema, body.ToJsonString(), what + " is missing");
                return;
            case 1 when place.Parent is JsonObject parent:
                parent["unknown"] = 1;
                Set(made, schema, body.ToJsonString(), "a member is unknown");
                return;
            case 2 when place.Parent is JsonObject parent:
                var twice = body.ToJsonString();
                var own = parent.ToJsonString();
                var name = JsonSerializer.Serialize((string)place.Key);
                made.Request.Body = Encoding.UTF8.GetBytes(twice.Replace(own, $"{{{name}:1,{own[1..]}", StringComparison.Ordinal));
                made.Fault = what + " is there twice";
                made.MustBeRefused |= made.Request.Body.Length != Encoding.UTF8.GetByteCount(twice);
                return;
            case 3:
                place.Replace("placed-here");
                Set(made, schema, body.ToJsonString().Replace(Placeholder, OddValues.Json(random), StringComparison.Ordinal), what + " is odd");
                return;
        }

        var bounds = place.Schema is { } known ? OddValues.AtBounds(document, known).ToList() : [];
        place.Replace("placed-here");
        var value = bounds.Count == 0 ? OddValues.Json(random) : random.Pick(bounds);
        Set(made, schema, body.ToJsonString().Replace(Placeholder, value, StringComparison.Ordinal), what + " is at a bound, or odd");
    }

    /// <summary>It is no JSON, or JSON in a form that few expect; or long, or coded.</summary>
    public void Text(FuzzCase made, Random random)
    {
        var body = made.Request.Body!;
        var isLines = made.Request.Headers.Contains(("Content-Type", "application/x-ndjson"));
        var at = random.Next(body.Length);
        (made.Fault, made.Request.Body) = random.Next(13) switch
        {
            0 => ("the body is cut off", body[..at]),
            1 => ("the body begins with a byte order mark", [0xEF, 0xBB, 0xBF, .. body]),
            2 => ("the body is in UTF-16", Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body))),
            3 => ("the body is compressed", Gzip(body)),
            4 => ("the body has a byte that is no UTF-8", [.. body[..at], random.Pick<byte>([0xFF, 0xC0, 0x80, 0xED, 0xF5]), .. body[at..]]),
            5 => ("the body has an overlong NUL", [.. body[..at], 0xC0, 0x80, .. body[at..]]),
            6 => ("the body has a NUL", [.. body[..at], 0, .. body[at..]]),
            7 => ("the body has something after it", [.. body, .. "{}"u8]),
            8 => ("the body has a comment", [.. "/* x */"u8, .. body]),
            9 => ("the body is empty", []),
            10 => ("a byte of the body is another", [.. body[..at], (byte)random.Next(256), .. body[(at + 1)..]]),
            11 => ("the body nests deeply", Encoding.UTF8.GetBytes(random.OneIn(2)
                ? new string('[', 200_000)
                : $"{{\"a\":{OddValues.Nested(100_000, '[', ']')}}}")),
            _ => random.OneIn(10) ? ("the body is too long", Long(made)) : ("the body is blank", "  \r\n\t "u8.ToArray()),
        };
        if (made.Fault == "the body is compressed" && random.OneIn(2))
        {
            made.Request.SetHeader("Content-Encoding", "gzip");
            made.Status ??= 415;
        }

        // Lines are judged one by one.
        made.MustBeRefused |= !isLines && !IsJson(made.Request.Body);
        if (made.Fault == "the body is too long")
            made.Status ??= 413;
    }

    private void Set(FuzzCase made, JsonElement schema, string json, string fault)
    {
        made.Request.Body = Encoding.UTF8.GetBytes(json);
        made.Fault = fault;
        // A null is as absent; where it stands in for something needed, that is another case.
        made.MustBeRefused |= !IsJson(made.Request.Body) || (!json.Contains("null", StringComparison.Ordinal) && IsAgainst(schema, json));
    }

    private bool IsAgainst(JsonElement schema, string json)
    {
        try
        {
            return _schemas.Fault(schema, JsonElement.Parse(json, AnyDepth)) is not null;
        }
        catch (InvalidOperationException)
        {
            // A text that is none in Unicode: the schema does not say.
            return false;
        }
    }

    private static bool IsJson(byte[] body)
    {
        if (!Utf8.IsValid(body))
            return false;
        try
        {
            using var document = JsonDocument.Parse(body.AsMemory(body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0), AnyDepth);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] Long(FuzzCase made)
    {
        var bytes = new byte[(made.Operation.Path.StartsWith("/admin", StringComparison.Ordinal) ? 4 : 8) * 1024 * 1024 + 1];
        Array.Fill(bytes, (byte)' ');
        return bytes;
    }

    private static byte[] Gzip(byte[] body)
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(body);
        return coded.ToArray();
    }
}
