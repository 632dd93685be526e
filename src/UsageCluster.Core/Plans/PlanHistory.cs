using System.Collections.Immutable;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Plans;

/// <summary>Which plan a company is on at each instant. Immutable.</summary>
public sealed class PlanHistory
{
    /// <summary>On no plan at any instant.</summary>
    public static readonly PlanHistory Empty = new([]);

    /// <summary>A history of assignments that are ordered by their start, neighbours of different plans.</summary>
    public PlanHistory(ImmutableArray<PlanAssignment> assignments) => Assignments = assignments;

    /// <summary>The assignments by start; each ends where the next begins.</summary>
    public ImmutableArray<PlanAssignment> Assignments { get; }

    /// <summary>The plan's id at the instant; null before the company's first one.</summary>
    public string? At(Instant instant) => Around(instant).PlanId;

    /// <summary>The plan's id at the instant, null before the company's first one, and where the next one begins.</summary>
    public (string? PlanId, Instant Until) Around(Instant instant)
    {
        var until = Instant.Latest;
        for (var i = Assignments.Length - 1; i >= 0; i--)
        {
            if (Assignments[i].Since <= instant)
                return (Assignments[i].PlanId, until);
            until = Assignments[i].Since;
        }

        return (null, until);
    }

    /// <summary>
    /// The history after an assignment from an instant on: those at or after it are removed. The same object if nothing differs.
    /// </summary>
    public PlanHistory Assign(string planId, Instant since)
    {
        var kept = Assignments.RemoveAll(a => a.Since >= since);
        var result = kept.Length > 0 && kept[^1].PlanId == planId ? kept : kept.Add(new PlanAssignment(planId, since));
        return result.AsSpan().SequenceEqual(Assignments.AsSpan()) ? this : new PlanHistory(result);
    }
}
