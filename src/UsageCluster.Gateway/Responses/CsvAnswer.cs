using CsvHelper;
using Microsoft.AspNetCore.Http;

namespace UsageCluster.Gateway.Responses;

/// <summary>Sends rows as CSV (RFC 4180): a header, then a record each, made as they are sent.</summary>
internal static class CsvAnswer
{
    /// <summary>The media type.</summary>
    public const string MediaType = "text/csv";

    /// <summary>Sends them; each record's cells are what <paramref name="cells"/> writes. What fails before the first row fails the answer whole.</summary>
    public static Task SendAsync<T>(HttpContext context, string[] header, IAsyncEnumerable<T> rows, Action<CsvWriter, T> cells) =>
        StreamedAnswer.WriteAsync(context, MediaType + "; charset=utf-8", rows, async (output, all, stop) =>
        {
            await using var csv = CsvWriter.Create(output, CsvCells.Options, leaveOpen: true);
            await csv.WriteRecordAsync(header, stop);
            await foreach (var row in all)
            {
                cells(csv, row);
                await csv.EndRecordAsync(stop);
            }
        });
}
