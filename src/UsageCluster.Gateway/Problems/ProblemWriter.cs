using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace UsageCluster.Gateway.Problems;

/// <summary>Answers errors as problem details (RFC 9457), whatever the request accepts.</summary>
internal static class ProblemWriter
{
    /// <summary>The media type of every error.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>What <c>Retry-After</c> says where nothing better is known.</summary>
    public const int RetryAfterSecondsDefault = 1;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Ends the request with a problem.</summary>
    public static Task WriteAsync(HttpContext context, ErrorCode code, string detail, IReadOnlyList<FieldError>? fields = null)
    {
        var response = context.Response;
        response.StatusCode = code.Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (code.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable && response.Headers.RetryAfter.Count == 0)
            response.Headers.RetryAfter = RetryAfterSecondsDefault.ToString(CultureInfo.InvariantCulture);
        if (code.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";

        var body = Render(context, code, detail, fields);
        response.ContentLength = body.WrittenCount;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    /// <summary>Ends the request with the problem of a bad field, or several.</summary>
    public static Task WriteAsync(HttpContext context, ErrorCode code, IReadOnlyList<FieldError> fields) =>
        WriteAsync(context, code, Summary(fields), fields);

    /// <summary>What is wrong with the fields, in a sentence each.</summary>
    public static string Summary(IReadOnlyList<FieldError> fields) => string.Join(" ", fields.Select(f => $"{f.Name}: {f.Description}"));

    /// <summary>The id under which the server logs what belongs to this request.</summary>
    public static string TraceId(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    private static ArrayBufferWriter<byte> Render(HttpContext context, ErrorCode code, string detail, IReadOnlyList<FieldError>? fields)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("type", code.Type);
        json.WriteString("title", code.Title);
        json.WriteNumber("status", code.Status);
        json.WriteString("detail", detail);
        json.WriteString("instance", context.Request.Path.ToUriComponent());
        json.WriteString("code", code.Code);
        json.WriteString("message", code.Title);
        json.WriteString("description", detail);
        json.WriteString("traceId", TraceId(context));
        if (fields is not null)
            WriteFields(json, fields);
        json.WriteEndObject();
        json.Flush();
        return buffer;
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<FieldError> fields)
    {
        json.WriteStartArray("fields");
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WriteString("description", field.Description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
