using System.Globalization;
using System.Text;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Alerts;

/// <summary>An alert that may have come to fire in a period, since something of what decides it differs from the last look at it.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Period">The period.</param>
public sealed record AlertLook(AlertRow Alert, CalendarMonth Period)
{
    /// <summary>What does not count for an alert.</summary>
    public const string NotCounted = "-";

    /// <summary>
    /// What a look has seen, for the next one to compare: the threshold, the revision of rates (plans are among them; only for a share of the allowance), and each company with the
    /// ledger version that its figures were as of. Stores make the same text of their rows; it is never taken apart.
    /// </summary>
    /// <param name="threshold">The threshold that was compared.</param>
    /// <param name="ratesRevision">The revision of the rates that were used.</param>
    /// <param name="versions">The companies, in any order.</param>
    public static string Seen(AlertThreshold threshold, long ratesRevision, IEnumerable<KeyValuePair<string, long>> versions)
    {
        var rates = threshold.Measure == AlertMeasure.AllowanceShare ? ratesRevision.ToString(CultureInfo.InvariantCulture) : NotCounted;
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{(int)threshold.Measure}:{threshold.Amount}:{rates}:");
        var first = true;
        foreach (var (companyId, version) in versions.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            text.Append(first ? "" : ",").Append(CultureInfo.InvariantCulture, $"{companyId}:{version}");
            first = false;
        }

        return text.ToString();
    }
}
