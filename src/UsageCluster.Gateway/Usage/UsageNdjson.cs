using System.Buffers;
using System.Text.Json;
using UsageCluster.Core.Reports;

namespace UsageCluster.Gateway.Usage;

/// <summary>Writes figures as newline-delimited JSON: a line per company entry, as <c>companies</c> of the JSON answer has it.</summary>
internal static class UsageNdjson
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/x-ndjson";

    private const int ChunkBytes = 32 * 1024;

    /// <summary>Writes all lines to the stream as they are made.</summary>
    public static async Task WriteAsync(Stream output, IReadOnlyList<NamedCompanyReport> companies, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(ChunkBytes);
        await using var json = new Utf8JsonWriter(buffer, UsageJson.Options);
        foreach (var company in companies)
        {
            foreach (var entry in company.Report.Systems)
            {
                UsageJson.WriteEntry(json, company.Report.CompanyId, company.CompanyName, entry);
                json.Flush();
                json.Reset();
                buffer.Write("\n"u8);
                if (buffer.WrittenCount < ChunkBytes)
                    continue;
                await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
                buffer.ResetWrittenCount();
            }
        }

        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }
}
