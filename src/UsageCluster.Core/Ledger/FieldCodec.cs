using UsageCluster.Core.Billing;
using UsageCluster.Core.Formats;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Ledger;

/// <summary>Bytes of the values that stored formats share. Readers throw <see cref="InvalidDataException"/> on foreign values.</summary>
internal static class FieldCodec
{
    public static Instant ReadInstant(ref ByteReader bytes)
    {
        var instant = new Instant(bytes.Int64());
        return instant >= Instant.Always && instant <= Instant.Latest ? instant : throw ByteReader.Foreign();
    }

    public static BillingSystem ReadSystem(ref ByteReader bytes)
    {
        var system = (BillingSystem)bytes.Byte();
        return system is BillingSystem.Minutes or BillingSystem.Credits ? system : throw ByteReader.Foreign();
    }

    public static void WriteRule(PriceRule rule, ref ByteWriter bytes)
    {
        bytes.Text(rule.AgentFocus);
        bytes.Int32(rule.Version);
        bytes.Int64(rule.BaseCostMicro);
        bytes.Int64(rule.IncludedMinutesMicro);
        bytes.Int64(rule.CostPerMinuteMicro);
        bytes.Int64(rule.EffectiveFrom.Ticks);
    }

    public static PriceRule ReadRule(ref ByteReader bytes)
    {
        var rule = new PriceRule(bytes.Text(), bytes.Int32(), bytes.Int64(), bytes.Int64(), bytes.Int64(), ReadInstant(ref bytes));
        return rule is { Version: > 0, BaseCostMicro: >= 0, IncludedMinutesMicro: >= 0, CostPerMinuteMicro: >= 0 }
            ? rule
            : throw ByteReader.Foreign();
    }
}
