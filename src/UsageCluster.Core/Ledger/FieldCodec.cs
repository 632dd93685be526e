using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
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

    public static void WriteLine(LineKey line, ref ByteWriter bytes)
    {
        bytes.Text(line.CostKey);
        bytes.OptionalText(line.AgentFocus);
        bytes.Byte((byte)(line.Direction ?? 0));
        bytes.Byte((byte)(line.Resolution ?? 0));
    }

    public static LineKey ReadLine(BillingSystem system, ref ByteReader bytes) =>
        new(system, bytes.Text(), bytes.OptionalText(), ReadDirection(ref bytes), ReadResolution(ref bytes));

    public static Direction? ReadDirection(ref ByteReader bytes)
    {
        var value = bytes.Byte();
        return value <= (byte)Direction.Other ? value == 0 ? null : (Direction)value : throw ByteReader.Foreign();
    }

    public static Resolution? ReadResolution(ref ByteReader bytes)
    {
        var value = bytes.Byte();
        return value <= (byte)Resolution.Other ? value == 0 ? null : (Resolution)value : throw ByteReader.Foreign();
    }

    public static void WriteRuleRef(RuleRef? rule, ref ByteWriter bytes)
    {
        bytes.Flag(rule is not null);
        if (rule is not { } value)
            return;
        bytes.Flag(value.OfCompany);
        bytes.Flag(value.AnyFocus);
        bytes.Int32(value.Version);
    }

    public static RuleRef? ReadRuleRef(ref ByteReader bytes) =>
        bytes.Flag() ? new RuleRef(bytes.Flag(), bytes.Flag(), bytes.Int32()) : null;

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
