using UsageCluster.Core.Time;

namespace UsageCluster.Core.Plans;

/// <summary>Every version of every plan. Immutable.</summary>
public sealed class PlanSet
{
    /// <summary>No plans.</summary>
    public static readonly PlanSet Empty = new([]);

    private readonly Dictionary<string, PlanVersion[]> _byPlan;

    /// <summary>A set of versions in any order.</summary>
    public PlanSet(IEnumerable<PlanVersion> versions)
    {
        _byPlan = versions.GroupBy(v => v.PlanId, StringComparer.Ordinal).ToDictionary(
            g => g.Key, g => g.OrderBy(v => v.Version).ToArray(), StringComparer.Ordinal);
        Latest = [.. _byPlan.Values.Select(v => v[^1]).OrderBy(v => v.PlanId, StringComparer.Ordinal)];
    }

    /// <summary>The newest version of each plan, by plan id (ordinal).</summary>
    public IReadOnlyList<PlanVersion> Latest { get; }

    /// <summary>The versions of a plan, by version; none if there is no such plan.</summary>
    public IReadOnlyList<PlanVersion> Versions(string planId) => _byPlan.GetValueOrDefault(planId) ?? [];

    /// <summary>The version of a plan that holds at the instant: the newest that is not later. Null if there is no such plan.</summary>
    public PlanVersion? InForce(string planId, Instant at)
    {
        if (!_byPlan.TryGetValue(planId, out var versions))
            return null;
        for (var i = versions.Length - 1; i > 0; i--)
        {
            if (versions[i].Since <= at)
                return versions[i];
        }

        return versions[0];
    }

    /// <summary>The set with one more version.</summary>
    public PlanSet With(PlanVersion version) => new(_byPlan.Values.SelectMany(v => v).Append(version));
}
