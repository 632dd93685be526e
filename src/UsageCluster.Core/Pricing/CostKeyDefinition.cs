using UsageCluster.Core.Time;

namespace UsageCluster.Core.Pricing;

/// <summary>A cost key of the catalogue.</summary>
public sealed record CostKeyDefinition
{
    /// <summary>The cost key.</summary>
    public required string CostKey { get; init; }

    /// <summary>Whether its events count as interviews; fixed into an event when booked (domain rule 6).</summary>
    public required bool CountsAsInterview { get; init; }

    /// <summary>Kind of usage in monthly rows, one of the source's words; null: <c>CALL_SERVICE</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Words for the usage type; null: the cost key.</summary>
    public string? Description { get; init; }

    /// <summary>Unit of monthly rows on minutes: <c>MINUTES</c>, <c>SECONDS</c> or <c>REQUESTS</c>; null: <c>MINUTES</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>Product id in monthly rows; null: <c>costKey:agentFocus</c>.</summary>
    public string? ProductId { get; init; }

    /// <summary>Product that this one is aggregated under; null: the cost key.</summary>
    public string? AggrProductId { get; init; }

    /// <summary>Price of a unit in millionths of <see cref="Currency"/>'s unit; null: the plan's.</summary>
    public long? PriceMicro { get; init; }

    /// <summary>ISO 4217 code of the price.</summary>
    public string? Currency { get; init; }

    /// <summary>Wallet in monthly rows; null: <c>credits</c> or <c>minutes</c>.</summary>
    public string? WalletName { get; init; }

    /// <summary>Counts the PUTs of this cost key, from 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>When this version was made; the price of a version holds from then (of the first: always).</summary>
    public Instant Since { get; init; } = Instant.Always;
}
