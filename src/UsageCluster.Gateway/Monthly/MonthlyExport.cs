using System.Buffers;
using System.Text.Json;
using CsvHelper;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Quantities;
using UsageCluster.Gateway.Ingest;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Monthly;

/// <summary>Monthly rows as CSV or newline-delimited JSON, made as they are written.</summary>
internal static class MonthlyExport
{
    private const int ChunkBytes = 32 * 1024;

    private static readonly string[] Header =
    [
        "id", "account_id", "product_id", "aggr_product_id", "month", "type", "description", "currency", "direction", "resolution", "unit", "price",
        "wallet_name", "number_of_units", "total_amount",
    ];

    /// <summary>Writes a header and a record per row (RFC 4180).</summary>
    public static async Task WriteCsvAsync(Stream output, IEnumerable<MonthlyRow> rows, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(output, CsvCells.Options, leaveOpen: true);
        await csv.WriteRecordAsync(Header, cancellationToken);
        foreach (var row in rows)
        {
            string?[] texts =
            [
                row.Id, row.CompanyId, row.ProductId, row.AggrProductId, row.Month, row.Type, row.Description, row.Price.Currency,
                EventWords.Of(row.Key.Direction), EventWords.Of(row.Key.Resolution), row.Price.Unit,
            ];
            foreach (var text in texts)
                CsvCells.WriteText(csv, text ?? "");
            WriteMicro(csv, row.Price.PriceMicro);
            CsvCells.WriteText(csv, row.WalletName);
            WriteMicro(csv, row.UnitsMicro);
            WriteMicro(csv, row.AmountMicro);
            await csv.EndRecordAsync(cancellationToken);
        }
    }

    /// <summary>Writes a line per row.</summary>
    public static async Task WriteNdjsonAsync(Stream output, IEnumerable<MonthlyRow> rows, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(ChunkBytes);
        await using var json = new Utf8JsonWriter(buffer, JsonAnswer.Options);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            MonthlyJson.WriteFields(json, row);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            buffer.Write("\n"u8);
            if (buffer.WrittenCount < ChunkBytes)
                continue;
            await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }

        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    private static void WriteMicro(CsvWriter csv, long micro)
    {
        Span<byte> digits = stackalloc byte[SixDigits.LengthMax];
        csv.WriteField(digits[..SixDigits.Format(BillingSystem.Credits, micro, digits)]);
    }
}
