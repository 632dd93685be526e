using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;

namespace UsageCluster.Core.Books;

/// <summary>What the uses of one line have in common; a bucket is the sum of the lines of its cost key.</summary>
/// <param name="System">The billing system, and so the unit of the line's quantities.</param>
/// <param name="CostKey">The cost key.</param>
/// <param name="AgentFocus">The product that was used; null where the events named none.</param>
/// <param name="Direction">Null where the events named none.</param>
/// <param name="Resolution">Null where the events named none.</param>
public readonly record struct LineKey(
    BillingSystem System, string CostKey, string? AgentFocus, Direction? Direction, Resolution? Resolution)
{
    /// <summary>The line that an event is booked on.</summary>
    internal static LineKey Of(UsageEvent report, BillingSystem system) =>
        new(system, report.CostKey, report.AgentFocus, report.Direction, report.Resolution);

    /// <summary>By system, cost key (ordinal), focus (ordinal), direction, resolution; what is not named comes first.</summary>
    public int CompareTo(LineKey other)
    {
        if (System != other.System)
            return System.CompareTo(other.System);
        var order = string.CompareOrdinal(CostKey, other.CostKey);
        if (order == 0)
            order = string.CompareOrdinal(AgentFocus, other.AgentFocus);
        if (order == 0)
            order = (Direction ?? 0).CompareTo(other.Direction ?? 0);
        return order != 0 ? order : (Resolution ?? 0).CompareTo(other.Resolution ?? 0);
    }

    /// <inheritdoc />
    public bool Equals(LineKey other) =>
        System == other.System
        && Direction == other.Direction
        && Resolution == other.Resolution
        && CostKey == other.CostKey
        && AgentFocus == other.AgentFocus;

    /// <inheritdoc />
    public override int GetHashCode() =>
        HashCode.Combine(string.GetHashCode(CostKey, StringComparison.Ordinal), AgentFocus, (int)System, (int)(Direction ?? 0), (int)(Resolution ?? 0));
}
