using CsvHelper;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Usage;

/// <summary>A report as CSV: a record per bucket, one without cost key for an entry that has none.</summary>
internal static class UsageCsv
{
    /// <summary>The names of the cells.</summary>
    public static readonly string[] Header =
        ["companyId", "companyName", "billingSystem", "costKey", "events", "interviews", "minutesUsed", "creditsUsed"];

    /// <summary>The buckets of an entry, as records.</summary>
    public static IEnumerable<(NamedCompanyReport Company, SystemReport Entry, BucketFigures Bucket)> Rows(NamedCompanyReport company, SystemReport entry) =>
        entry.Buckets.DefaultIfEmpty(new BucketFigures("", 0, 0, 0)).Select(bucket => (company, entry, bucket));

    /// <summary>Writes the cells of a record.</summary>
    public static void Write(CsvWriter csv, (NamedCompanyReport Company, SystemReport Entry, BucketFigures Bucket) row)
    {
        var (company, entry, bucket) = row;
        csv.WriteField(company.Report.CompanyId);
        CsvCells.WriteText(csv, company.CompanyName);
        csv.WriteField(UsageJson.Word(entry.System));
        csv.WriteField(bucket.CostKey);
        csv.WriteField(bucket.Events);
        csv.WriteField(bucket.Interviews);
        if (entry.System == BillingSystem.Credits)
            csv.WriteField("");
        CsvCells.WriteQuantity(csv, entry.System, bucket.Quantity);
        if (entry.System == BillingSystem.Minutes)
            csv.WriteField("");
    }
}
