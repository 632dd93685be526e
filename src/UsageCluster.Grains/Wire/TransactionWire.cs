using Orleans.Serialization.Cloning;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="BillingTransaction"/> on the wire, in a page with its balance.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.Transaction")]
internal struct TransactionWire
{
    [Id(0)] public string Id;
    [Id(1)] public byte Type;
    [Id(2)] public long AmountMicro;
    [Id(3)] public string Currency;
    [Id(4)] public long CreatedAtTicks;
    [Id(5)] public string? Description;
    [Id(6)] public string? Reference;
    [Id(7)] public long? BalanceAfterMicro;

    public static TransactionWire Of(BillingTransaction value, long? balance) => new()
    {
        Id = value.Id,
        Type = (byte)value.Type,
        AmountMicro = value.AmountMicro,
        Currency = value.Currency,
        CreatedAtTicks = value.CreatedAt.Ticks,
        Description = value.Description,
        Reference = value.Reference,
        BalanceAfterMicro = balance,
    };

    public readonly BillingTransaction Transaction => new()
    {
        Id = Id,
        Type = (TransactionType)Type,
        AmountMicro = AmountMicro,
        Currency = Currency,
        CreatedAt = new Instant(CreatedAtTicks),
        Description = Description,
        Reference = Reference,
    };
}

/// <summary>A <see cref="TransactionQuery"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.TransactionQuery")]
internal struct TransactionQueryWire
{
    [Id(0)] public long? FromTicks;
    [Id(1)] public long? ToTicks;
    [Id(2)] public long AfterTicks;
    [Id(3)] public string? AfterId;
    [Id(4)] public string? AfterCompanyId;
    [Id(5)] public int Skip;
    [Id(6)] public int Take;
}

/// <summary>A <see cref="TransactionPage"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.TransactionPage")]
internal struct TransactionPageWire
{
    [Id(0)] public long TotalCount;
    [Id(1)] public TransactionWire[] Rows;
}

[RegisterConverter]
internal sealed class TransactionConverter : IConverter<BillingTransaction, TransactionWire>
{
    public BillingTransaction ConvertFromSurrogate(in TransactionWire wire) => wire.Transaction;

    public TransactionWire ConvertToSurrogate(in BillingTransaction value) => TransactionWire.Of(value, null);
}

[RegisterConverter]
internal sealed class TransactionQueryConverter : IConverter<TransactionQuery, TransactionQueryWire>
{
    public TransactionQuery ConvertFromSurrogate(in TransactionQueryWire wire) => new(
        Known.Instant(wire.FromTicks),
        Known.Instant(wire.ToTicks),
        wire.AfterId is null ? null : new TransactionKey(new Instant(wire.AfterTicks), wire.AfterId, wire.AfterCompanyId ?? ""),
        wire.Skip,
        wire.Take);

    public TransactionQueryWire ConvertToSurrogate(in TransactionQuery value) => new()
    {
        FromTicks = value.From?.Ticks,
        ToTicks = value.To?.Ticks,
        AfterTicks = value.After?.CreatedAt.Ticks ?? 0,
        AfterId = value.After?.Id,
        AfterCompanyId = value.After?.CompanyId,
        Skip = value.Skip,
        Take = value.Take,
    };
}

[RegisterConverter]
internal sealed class TransactionPageConverter : IConverter<TransactionPage, TransactionPageWire>
{
    public TransactionPage ConvertFromSurrogate(in TransactionPageWire wire) =>
        new(wire.TotalCount, [.. (wire.Rows ?? []).Select(r => new TransactionRow(r.Transaction, r.BalanceAfterMicro))]);

    public TransactionPageWire ConvertToSurrogate(in TransactionPage value) => new()
    {
        TotalCount = value.TotalCount,
        Rows = [.. value.Rows.Select(r => TransactionWire.Of(r.Transaction, r.BalanceAfterMicro))],
    };
}

[RegisterCopier]
internal sealed class TransactionCopier : ShallowCopier<BillingTransaction>;

[RegisterCopier]
internal sealed class TransactionQueryCopier : ShallowCopier<TransactionQuery>;

[RegisterCopier]
internal sealed class TransactionPageCopier : ShallowCopier<TransactionPage>;
