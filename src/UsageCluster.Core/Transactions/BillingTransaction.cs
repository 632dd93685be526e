using UsageCluster.Core.Time;

namespace UsageCluster.Core.Transactions;

/// <summary>A movement of a company's account.</summary>
public sealed record BillingTransaction
{
    /// <summary>The currency of credits.</summary>
    public const string Credits = "credits";

    /// <summary>What the ids of transactions that nobody gave an id begin with; an administrator's may not.</summary>
    public const string OwnIdPrefix = "uc:";

    /// <summary>Unique for ever within the company.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required TransactionType Type { get; init; }

    /// <summary>
    /// Millionths of <see cref="Currency"/>'s unit. As it moves the balance; of plan fees, overage and the adjustments of a month: what is owed.
    /// </summary>
    public required long AmountMicro { get; init; }

    /// <summary>ISO 4217 code, or <see cref="Credits"/>.</summary>
    public required string Currency { get; init; }

    /// <summary>When it was booked.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>Words for it, if there are any.</summary>
    public string? Description { get; init; }

    /// <summary>What it refers to, if anything: of what month close makes the month, <c>YYYY-MM</c>.</summary>
    public string? Reference { get; init; }

    /// <summary>Newest first, then by id (ordinal).</summary>
    public static int Compare(BillingTransaction a, BillingTransaction b)
    {
        var order = b.CreatedAt.CompareTo(a.CreatedAt);
        return order != 0 ? order : string.CompareOrdinal(a.Id, b.Id);
    }

    /// <summary>Whether both say the same, whenever they were booked.</summary>
    public bool HasContentOf(BillingTransaction other) => this == other with { CreatedAt = CreatedAt };
}
