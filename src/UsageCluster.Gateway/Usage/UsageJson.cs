using System.Text.Encodings.Web;
using System.Text.Json;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Quantities;
using UsageCluster.Core.Reports;

namespace UsageCluster.Gateway.Usage;

/// <summary>Writes figures as the contract's JSON: field order, one unit per entry, exact numbers of at most six fraction digits.</summary>
internal static class UsageJson
{
    /// <summary>Names of any script are written as they are; the media type is never HTML.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonEncodedText CompanyId = JsonEncodedText.Encode("companyId");
    private static readonly JsonEncodedText CompanyName = JsonEncodedText.Encode("companyName");
    private static readonly JsonEncodedText System = JsonEncodedText.Encode("billingSystem");
    private static readonly JsonEncodedText TotalMinutes = JsonEncodedText.Encode("totalMinutesUsed");
    private static readonly JsonEncodedText TotalCredits = JsonEncodedText.Encode("totalCreditsUsed");
    private static readonly JsonEncodedText TotalInterviews = JsonEncodedText.Encode("totalInterviews");
    private static readonly JsonEncodedText Breakdown = JsonEncodedText.Encode("breakdownByCostKey");
    private static readonly JsonEncodedText CostKey = JsonEncodedText.Encode("costKey");
    private static readonly JsonEncodedText Minutes = JsonEncodedText.Encode("minutesUsed");
    private static readonly JsonEncodedText Credits = JsonEncodedText.Encode("creditsUsed");
    private static readonly JsonEncodedText Events = JsonEncodedText.Encode("events");

    /// <summary>A billing system as answers name it.</summary>
    public static string Word(BillingSystem system) => system switch
    {
        BillingSystem.Minutes => "minutes",
        BillingSystem.Credits => "credits",
        _ => throw new ArgumentOutOfRangeException(nameof(system), system, "There is no such billing system."),
    };

    /// <summary>One entry of <c>companies</c>.</summary>
    public static void WriteEntry(Utf8JsonWriter json, string companyId, string companyName, SystemReport report)
    {
        json.WriteStartObject();
        json.WriteString(CompanyId, companyId);
        json.WriteString(CompanyName, companyName);
        json.WriteString(System, Word(report.System));
        WriteQuantity(json, report.System == BillingSystem.Minutes ? TotalMinutes : TotalCredits, report.System, report.Quantity);
        json.WriteNumber(TotalInterviews, report.Interviews);
        json.WriteStartArray(Breakdown);
        for (var i = 0; i < report.Buckets.Count; i++)
        {
            var bucket = report.Buckets[i];
            json.WriteStartObject();
            json.WriteString(CostKey, bucket.CostKey);
            WriteQuantity(json, report.System == BillingSystem.Minutes ? Minutes : Credits, report.System, bucket.Quantity);
            json.WriteNumber(Events, bucket.Events);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The members that follow <c>companies</c>.</summary>
    public static void WriteTotals(Utf8JsonWriter json, MergedTotals totals)
    {
        if (totals.MinutesMs is { } minutes)
            WriteQuantity(json, TotalMinutes, BillingSystem.Minutes, minutes);
        if (totals.CreditsMicro is { } credits)
            WriteQuantity(json, TotalCredits, BillingSystem.Credits, credits);
        json.WriteNumber(TotalInterviews, totals.Interviews);
        json.WriteStartArray(Breakdown);
        for (var i = 0; i < totals.Buckets.Count; i++)
            WriteBucket(json, totals.Buckets[i]);
        json.WriteEndArray();
    }

    private static void WriteBucket(Utf8JsonWriter json, MergedBucket bucket)
    {
        json.WriteStartObject();
        json.WriteString(CostKey, bucket.CostKey);
        if (bucket.MinutesMs is { } minutes)
            WriteQuantity(json, Minutes, BillingSystem.Minutes, minutes);
        if (bucket.CreditsMicro is { } credits)
            WriteQuantity(json, Credits, BillingSystem.Credits, credits);
        json.WriteNumber(Events, bucket.Events);
        json.WriteEndObject();
    }

    private static void WriteQuantity(Utf8JsonWriter json, JsonEncodedText name, BillingSystem system, long quantity)
    {
        Span<byte> digits = stackalloc byte[SixDigits.LengthMax];
        json.WritePropertyName(name);
        json.WriteRawValue(digits[..SixDigits.Format(system, quantity, digits)], skipInputValidation: true);
    }
}
