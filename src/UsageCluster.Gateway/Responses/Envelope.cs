using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace UsageCluster.Gateway.Responses;

/// <summary>Answers in the envelope <c>{ status, message, data, meta }</c>.</summary>
internal static class Envelope
{
    /// <summary>Sends what <paramref name="data"/> writes: one JSON value. <c>meta</c> is null.</summary>
    public static Task WriteAsync(HttpContext context, string message, Action<Utf8JsonWriter> data) => JsonAnswer.WriteAsync(context, Render(message, data, null));

    /// <summary>Sends a page: each row is one JSON value that <paramref name="row"/> writes.</summary>
    public static Task WritePageAsync<T>(HttpContext context, string message, IReadOnlyList<T> rows, PageMeta meta, Action<Utf8JsonWriter, T> row) =>
        JsonAnswer.WriteAsync(context, Render(message, json => WriteRows(json, rows, row), meta));

    /// <summary>Writes an array.</summary>
    public static void WriteRows<T>(Utf8JsonWriter json, IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> row)
    {
        json.WriteStartArray();
        for (var i = 0; i < rows.Count; i++)
            row(json, rows[i]);
        json.WriteEndArray();
    }

    private static ReadOnlyMemory<byte> Render(string message, Action<Utf8JsonWriter> data, PageMeta? meta) => JsonAnswer.Render(json =>
    {
        json.WriteBoolean("status", true);
        json.WriteString("message", message);
        json.WritePropertyName("data");
        data(json);
        if (meta is { } page)
            page.Write(json);
        else
            json.WriteNull("meta");
    });
}
