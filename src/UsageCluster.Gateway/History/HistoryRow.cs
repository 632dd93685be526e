using System.Globalization;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.History;

/// <summary>A row of a history: a company's entry at the instant where it counts.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Entry">A <see cref="UsageEntry"/> or <see cref="CorrectionEntry"/>.</param>
/// <param name="Plans">Which plan the company is on when.</param>
internal readonly record struct HistoryRow(string CompanyId, LedgerEntry Entry, PlanHistory Plans)
{
    // It comes before every character of a company's id, so that ids sort as companies do; versions have a fixed width.
    private const char Separator = '!';

    /// <summary>When the use occurred.</summary>
    public Instant OccurredAt => Entry is CorrectionEntry correction ? correction.OccurredAt : ((UsageEntry)Entry).Event.OccurredAt;

    /// <summary>The plan that the company was on then; null: on none.</summary>
    public string? PlanId => Plans.At(OccurredAt);

    /// <summary>The row's id: rows of one instant stand in its order (ordinal).</summary>
    public string Id => IdOf(CompanyId, Entry.Version);

    /// <summary>The id of a company's entry.</summary>
    public static string IdOf(string companyId, long version) => string.Create(CultureInfo.InvariantCulture, $"{companyId}{Separator}{version:D10}");

    /// <summary>Newest first, then by id.</summary>
    public static int Compare(HistoryRow left, HistoryRow right)
    {
        var order = right.OccurredAt.CompareTo(left.OccurredAt);
        if (order == 0)
            order = string.CompareOrdinal(left.CompanyId, right.CompanyId);
        return order != 0 ? order : left.Entry.Version.CompareTo(right.Entry.Version);
    }

    /// <summary>Company and version of an id; null: it is none.</summary>
    public static (string CompanyId, long Version)? Parse(string id)
    {
        var at = id.IndexOf(Separator, StringComparison.Ordinal);
        return at > 0 && long.TryParse(id.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (id[..at], version)
            : null;
    }
}
