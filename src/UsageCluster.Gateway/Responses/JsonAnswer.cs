using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace UsageCluster.Gateway.Responses;

/// <summary>Sends an answer of JSON that was made whole: with a strong entity tag per coding, conditional, coded as the request accepts.</summary>
internal static class JsonAnswer
{
    /// <summary>Texts of any script are written as they are; the media type is never HTML.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private const int FirstBytes = 4 * 1024;

    /// <summary>The bytes of a JSON object of some members.</summary>
    public static ReadOnlyMemory<byte> Render(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(FirstBytes);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Sends a body, or 304 if the client has it. Throws the problem where no coding is acceptable.</summary>
    public static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body, string contentType = "application/json")
    {
        var coding = CodingNegotiation.Choose(context.Request.Headers.AcceptEncoding);
        var response = context.Response;
        var tag = new EntityTags(SHA256.HashData(body.Span)).Of(coding);
        ReadHeaders.Set(response);
        response.Headers.ETag = tag;
        var ifNoneMatch = context.Request.Headers.IfNoneMatch;
        if (ifNoneMatch.Count > 0 && EntityTags.Matches(ifNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = contentType;
        if (coding == ContentCoding.Identity)
            response.ContentLength = body.Length;
        else
            response.Headers.ContentEncoding = CodingNegotiation.HeaderOf(coding);
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        if (coding == ContentCoding.Identity)
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
            return;
        }

        await using var coded = CodingNegotiation.Wrap(response.Body, coding);
        await coded.WriteAsync(body, context.RequestAborted);
    }
}
