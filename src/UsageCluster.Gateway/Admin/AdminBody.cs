using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Requests;

namespace UsageCluster.Gateway.Admin;

/// <summary>The JSON that an administrative call carries.</summary>
internal static class AdminBody
{
    /// <summary>
    /// Reads the body. Throws <see cref="ProblemException"/>: 415 for another media type, charset or coding, 413 when it is too long, 400 when it is
    /// no JSON object in UTF-8.
    /// </summary>
    public static async Task<FieldReader> ReadAsync(HttpContext context, GatewayOptions options)
    {
        var json = await ReadJsonAsync(context, options);
        return json.ValueKind == JsonValueKind.Object
            ? new FieldReader(json)
            : throw new ProblemException(ErrorCodes.InvalidBody, "The body must be a JSON object.");
    }

    /// <summary>
    /// As <see cref="ReadAsync"/>, of a body that is one object or an array of 1 to <paramref name="countMax"/> of them; and whether it is an array.
    /// </summary>
    public static async Task<(IReadOnlyList<FieldReader> Bodies, bool IsArray)> ReadManyAsync(HttpContext context, GatewayOptions options, int countMax)
    {
        var json = await ReadJsonAsync(context, options);
        if (json.ValueKind == JsonValueKind.Object)
            return ([new FieldReader(json)], false);
        if (json.ValueKind == JsonValueKind.Array
            && json.GetArrayLength() is > 0 and var count
            && count <= countMax
            && json.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Object))
            return ([.. json.EnumerateArray().Select(e => new FieldReader(e))], true);
        throw new ProblemException(
            ErrorCodes.InvalidBody, string.Create(CultureInfo.InvariantCulture, $"The body must be a JSON object, or an array of 1 to {countMax} of them."));
    }

    private static async Task<JsonElement> ReadJsonAsync(HttpContext context, GatewayOptions options)
    {
        RequireJson(context.Request);
        using var body = await BoundedBody.ReadAsync(context.Request, options.AdminBytesMax, context.RequestAborted);
        var json = body.Memory;
        if (!Utf8.IsValid(json.Span))
            throw new ProblemException(ErrorCodes.InvalidBody, "The body is not UTF-8.");
        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        try
        {
            // Members that stand twice are found by the field reader, which names them.
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new ProblemException(
                ErrorCodes.InvalidBody,
                string.Create(CultureInfo.InvariantCulture, $"The body is not JSON, or it is cut off: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
        }
    }

    private static void RequireJson(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count == 0
            && request.Headers.ContentType.Count == 1
            && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (type.Charset.Length == 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
            return;
        throw new ProblemException(ErrorCodes.UnsupportedMediaType, "The body must be application/json in UTF-8, uncompressed.");
    }
}
