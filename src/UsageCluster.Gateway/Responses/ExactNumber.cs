using System.Text.Json;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Quantities;

namespace UsageCluster.Gateway.Responses;

/// <summary>Writes exact figures as JSON numbers of at most six fraction digits.</summary>
internal static class ExactNumber
{
    /// <summary>A booked quantity: milliseconds as minutes, or millionths as credits.</summary>
    public static void WriteQuantity(Utf8JsonWriter json, JsonEncodedText name, BillingSystem system, long quantity)
    {
        Span<byte> digits = stackalloc byte[SixDigits.LengthMax];
        json.WritePropertyName(name);
        json.WriteRawValue(digits[..SixDigits.Format(system, quantity, digits)], skipInputValidation: true);
    }

    /// <summary>Millionths of a unit of money or of a credit; null where there are none.</summary>
    public static void WriteMicro(Utf8JsonWriter json, JsonEncodedText name, long? micro)
    {
        if (micro is { } value)
            WriteQuantity(json, name, BillingSystem.Credits, value);
        else
            json.WriteNull(name);
    }
}
