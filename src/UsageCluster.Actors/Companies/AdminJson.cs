using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Quantities;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Actors.Companies;

/// <summary>Resources as the administration's answers and audit records write them.</summary>
public static class AdminJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>companyId</c>, <c>companyName</c>, <c>billingSystem</c>, <c>billingSystemSince</c> (null: always), <c>closedAt</c> (null: open).</summary>
    public static string Company(CompanyRow row) => Write(json => WriteCompany(json, row));

    /// <summary>The same, and <c>billingHistory</c>: the systems by <c>since</c> (null: always), each until the next begins.</summary>
    public static string Company(CompanyRow row, BillingHistory history) => Write(json =>
    {
        WriteCompany(json, row);
        json.WriteStartArray("billingHistory");
        foreach (var period in history.Periods)
        {
            json.WriteStartObject();
            WriteInstant(json, "since", period.Since == Instant.Always ? null : period.Since);
            json.WriteString("billingSystem", Word(period.System));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>A correction: what was asked for, and what the event counted as before and counts as after.</summary>
    public static string Correction(CorrectionEntry correction) => Write(json => CorrectionJson.WriteMembers(json, correction));

    /// <summary>The same of several, as <c>corrections</c>.</summary>
    public static string Corrections(IReadOnlyList<CorrectionEntry> corrections) => Write(json =>
    {
        json.WriteStartArray("corrections");
        foreach (var correction in corrections)
        {
            json.WriteStartObject();
            CorrectionJson.WriteMembers(json, correction);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary><c>agentFocus</c>, the three amounts as decimal numbers, <c>effectiveFrom</c> (null: always), <c>version</c>.</summary>
    public static string PriceRule(PriceRule rule) => Write(json =>
    {
        json.WriteString("agentFocus", rule.AgentFocus);
        WriteMicro(json, "baseCost", rule.BaseCostMicro);
        WriteMicro(json, "includedMinutes", rule.IncludedMinutesMicro);
        WriteMicro(json, "costPerMinute", rule.CostPerMinuteMicro);
        WriteInstant(json, "effectiveFrom", rule.EffectiveFrom == Instant.Always ? null : rule.EffectiveFrom);
        json.WriteNumber("version", rule.Version);
    });

    /// <summary>
    /// <c>planId</c> and <c>effectiveFrom</c> (null: always) of the assignment in force now (null: none yet), and all of them as <c>assignments</c>, each
    /// until the next begins.
    /// </summary>
    public static string PlanAssignments(PlanHistory history, Instant now) => Write(json =>
    {
        var current = history.Assignments.LastOrDefault(a => a.Since <= now);
        json.WriteString("planId", current.PlanId);
        WriteInstant(json, "effectiveFrom", current.PlanId is null || current.Since == Instant.Always ? null : current.Since);
        json.WriteStartArray("assignments");
        foreach (var assignment in history.Assignments)
        {
            json.WriteStartObject();
            json.WriteString("planId", assignment.PlanId);
            WriteInstant(json, "effectiveFrom", assignment.Since == Instant.Always ? null : assignment.Since);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary><c>id</c>, <c>type</c>, <c>amount</c>, <c>currency</c>, <c>createdAt</c>, <c>description</c>, <c>reference</c>.</summary>
    public static string Transaction(BillingTransaction transaction) => Write(json =>
    {
        json.WriteString("id", transaction.Id);
        json.WriteString("type", Word(transaction.Type));
        WriteMicro(json, "amount", transaction.AmountMicro);
        json.WriteString("currency", transaction.Currency);
        WriteInstant(json, "createdAt", transaction.CreatedAt);
        json.WriteString("description", transaction.Description);
        json.WriteString("reference", transaction.Reference);
    });

    /// <summary>A type of transactions as answers name it.</summary>
    public static string Word(TransactionType type) => type switch
    {
        TransactionType.TopUp => "topup",
        TransactionType.Grant => "grant",
        TransactionType.PlanFee => "plan_fee",
        TransactionType.Overage => "overage",
        TransactionType.CreditUsage => "credit_usage",
        TransactionType.Adjustment => "adjustment",
        TransactionType.Refund => "refund",
        TransactionType.Expiry => "expiry",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such type."),
    };

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteCompany(Utf8JsonWriter json, CompanyRow row)
    {
        json.WriteString("companyId", row.CompanyId);
        json.WriteString("companyName", row.CompanyName);
        json.WriteString("billingSystem", Word(row.BillingSystem));
        WriteInstant(json, "billingSystemSince", row.BillingSystemSince == Instant.Always ? null : row.BillingSystemSince);
        WriteInstant(json, "closedAt", row.ClosedAt);
    }

    internal static string Word(BillingSystem system) => system == BillingSystem.Minutes ? "minutes" : "credits";

    private static void WriteInstant(Utf8JsonWriter json, string name, Instant? value)
    {
        if (value is { } instant)
            json.WriteString(name, instant.ToString());
        else
            json.WriteNull(name);
    }

    private static void WriteMicro(Utf8JsonWriter json, string name, long micro)
    {
        Span<byte> digits = stackalloc byte[SixDigits.LengthMax];
        json.WritePropertyName(name);
        json.WriteRawValue(digits[..SixDigits.Format(BillingSystem.Credits, micro, digits)], skipInputValidation: true);
    }
}
