using System.Text.Json;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Quantities;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Admin;

/// <summary>A version of a cost key as the administration writes it.</summary>
internal static class CostKeyJson
{
    /// <summary>The fields of its PUT, null where absent, then <c>version</c> and <c>since</c> (null: always).</summary>
    public static string Whole(CostKeyDefinition definition) => AdminAnswer.Write(json =>
    {
        json.WriteString("costKey", definition.CostKey);
        json.WriteBoolean("countsAsInterview", definition.CountsAsInterview);
        json.WriteString("type", definition.Type);
        json.WriteString("description", definition.Description);
        json.WriteString("unit", definition.Unit);
        json.WriteString("productId", definition.ProductId);
        json.WriteString("aggrProductId", definition.AggrProductId);
        WritePrice(json, definition.PriceMicro);
        json.WriteString("currency", definition.Currency);
        json.WriteString("walletName", definition.WalletName);
        json.WriteNumber("version", definition.Version);
        json.WriteString("since", definition.Since == Instant.Always ? null : definition.Since.ToString());
    });

    private static void WritePrice(Utf8JsonWriter json, long? priceMicro)
    {
        json.WritePropertyName("price");
        if (priceMicro is null)
        {
            json.WriteNullValue();
            return;
        }

        Span<byte> digits = stackalloc byte[SixDigits.LengthMax];
        // Money, as credits, is counted in millionths.
        json.WriteRawValue(digits[..SixDigits.Format(BillingSystem.Credits, priceMicro.Value, digits)], skipInputValidation: true);
    }
}
