using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using UsageCluster.Core.Books;
using UsageCluster.Gateway.Ingest;
using UsageCluster.Gateway.Usage;

namespace UsageCluster.Gateway.Monthly;

/// <summary>A company's uses of one line in a month at one price.</summary>
internal sealed class MonthlyRow
{
    private const int IdDigits = 32;
    private const string AgentDefault = "agent";

    /// <summary>A row.</summary>
    public MonthlyRow(string companyId, string month, LineKey key, MonthlyPrice price, LineSums sums, MonthlyPrices prices)
    {
        (CompanyId, Month, Key, Price, Sums) = (companyId, month, key, price, sums);
        var definition = prices.Definition(key.CostKey);
        ProductId = definition?.ProductId ?? $"{key.CostKey}:{key.AgentFocus ?? AgentDefault}";
        AggrProductId = definition?.AggrProductId ?? key.CostKey;
        Type = definition?.Type ?? "CALL_SERVICE";
        Description = definition?.Description ?? key.CostKey;
        WalletName = definition?.WalletName ?? UsageJson.Word(key.System);
        Id = MakeId();
    }

    /// <summary>The company.</summary>
    public string CompanyId { get; }

    /// <summary>The month, as <c>2024-01</c>.</summary>
    public string Month { get; }

    /// <summary>The line.</summary>
    public LineKey Key { get; }

    /// <summary>The price.</summary>
    public MonthlyPrice Price { get; }

    /// <summary>The figures.</summary>
    public LineSums Sums { get; }

    /// <summary>The product.</summary>
    public string ProductId { get; }

    /// <summary>The product that it is aggregated under.</summary>
    public string AggrProductId { get; }

    /// <summary>The kind of usage.</summary>
    public string Type { get; }

    /// <summary>Words for it.</summary>
    public string Description { get; }

    /// <summary>The wallet.</summary>
    public string WalletName { get; }

    /// <summary>32 hexadecimal digits that follow from what the row stands for, and from no figure.</summary>
    public string Id { get; }

    /// <summary>Where the row answers alone.</summary>
    public string Path => $"/billing/usage/monthly/{CompanyId}/{Month}/{Id}";

    /// <summary>The units in millionths.</summary>
    public long UnitsMicro => Price.UnitsMicro(Sums);

    /// <summary>What they come to, in millionths of the currency's unit.</summary>
    public long AmountMicro => Price.AmountMicro(Sums);

    private string MakeId()
    {
        // No part can hold the separator.
        var key = string.Join(
            '\n',
            CompanyId,
            Month,
            UsageJson.Word(Key.System),
            Key.CostKey,
            Key.AgentFocus,
            EventWords.Of(Key.Direction),
            EventWords.Of(Key.Resolution),
            Price.Currency,
            Price.PriceMicro.ToString(CultureInfo.InvariantCulture),
            Price.Unit);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..IdDigits];
    }
}
