using CsvHelper;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Quantities;
using UsageCluster.Core.Reports;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Usage;

/// <summary>Writes figures as CSV (RFC 4180): a row per bucket, one without cost key for an entry that has none.</summary>
internal static class UsageCsv
{
    /// <summary>The media type.</summary>
    public const string MediaType = "text/csv";

    private static readonly string[] Header =
        ["companyId", "companyName", "billingSystem", "costKey", "events", "interviews", "minutesUsed", "creditsUsed"];

    /// <summary>Writes all rows to the stream as they are made.</summary>
    public static async Task WriteAsync(Stream output, IReadOnlyList<NamedCompanyReport> companies, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(output, CsvCells.Options, leaveOpen: true);
        await csv.WriteRecordAsync(Header, cancellationToken);
        foreach (var company in companies)
        {
            foreach (var entry in company.Report.Systems)
                await WriteEntryAsync(csv, company, entry, cancellationToken);
        }
    }

    private static async Task WriteEntryAsync(CsvWriter csv, NamedCompanyReport company, SystemReport entry, CancellationToken cancellationToken)
    {
        if (entry.Buckets.Count == 0)
            await WriteRowAsync(csv, company, entry.System, new BucketFigures("", 0, 0, 0), cancellationToken);
        foreach (var bucket in entry.Buckets)
            await WriteRowAsync(csv, company, entry.System, bucket, cancellationToken);
    }

    private static ValueTask WriteRowAsync(
        CsvWriter csv, NamedCompanyReport company, BillingSystem system, BucketFigures bucket, CancellationToken cancellationToken)
    {
        csv.WriteField(company.Report.CompanyId);
        CsvCells.WriteText(csv, company.CompanyName);
        csv.WriteField(UsageJson.Word(system));
        csv.WriteField(bucket.CostKey);
        csv.WriteField(bucket.Events);
        csv.WriteField(bucket.Interviews);
        if (system == BillingSystem.Credits)
            csv.WriteField("");
        WriteQuantity(csv, system, bucket.Quantity);
        if (system == BillingSystem.Minutes)
            csv.WriteField("");
        return csv.EndRecordAsync(cancellationToken);
    }

    private static void WriteQuantity(CsvWriter csv, BillingSystem system, long quantity)
    {
        Span<byte> digits = stackalloc byte[SixDigits.LengthMax];
        csv.WriteField(digits[..SixDigits.Format(system, quantity, digits)]);
    }
}
