using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace UsageCluster.Gateway.Responses;

/// <summary>Sends rows as newline-delimited JSON: a line each, made as they are sent.</summary>
internal static class NdjsonAnswer
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/x-ndjson";

    private const int ChunkBytes = 32 * 1024;

    /// <summary>Sends them; each line is the JSON value that <paramref name="line"/> writes. What fails before the first row fails the answer whole.</summary>
    public static Task SendAsync<T>(HttpContext context, IAsyncEnumerable<T> rows, Action<Utf8JsonWriter, T> line) =>
        StreamedAnswer.WriteAsync(context, MediaType, rows, async (output, all, stop) =>
        {
            var buffer = new ArrayBufferWriter<byte>(ChunkBytes);
            await using var json = new Utf8JsonWriter(buffer, JsonAnswer.Options);
            await foreach (var row in all)
            {
                line(json, row);
                json.Flush();
                json.Reset();
                buffer.Write("\n"u8);
                if (buffer.WrittenCount < ChunkBytes)
                    continue;
                await output.WriteAsync(buffer.WrittenMemory, stop);
                buffer.ResetWrittenCount();
            }

            await output.WriteAsync(buffer.WrittenMemory, stop);
        });
}
