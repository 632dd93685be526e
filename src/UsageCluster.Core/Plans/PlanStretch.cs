using UsageCluster.Core.Time;

namespace UsageCluster.Core.Plans;

/// <summary>A part of a month under one version of one plan.</summary>
/// <param name="Range">The part.</param>
/// <param name="Plan">The version.</param>
public sealed record PlanStretch(TimeRange Range, PlanVersion Plan)
{
    /// <summary>
    /// The stretches of a month in order of time: a new one begins with each assignment and each version of the plan, and none goes beyond
    /// closing. Parts without a plan have none. Throws <see cref="KeyNotFoundException"/> for an assigned plan that the set does not have.
    /// </summary>
    public static IReadOnlyList<PlanStretch> OfMonth(CalendarMonth month, PlanHistory history, PlanSet plans, Instant? closedAt)
    {
        var stretches = new List<PlanStretch>();
        var end = closedAt < month.End ? closedAt.Value : month.End;
        var assignments = history.Assignments;
        for (var i = 0; i < assignments.Length; i++)
        {
            var from = Later(assignments[i].Since, month.Start);
            var to = i + 1 < assignments.Length ? Earlier(assignments[i + 1].Since, end) : end;
            if (from < to)
                AddVersions(stretches, plans.Versions(assignments[i].PlanId), assignments[i].PlanId, from, to);
        }

        return stretches;
    }

    private static void AddVersions(List<PlanStretch> stretches, IReadOnlyList<PlanVersion> versions, string planId, Instant from, Instant to)
    {
        if (versions.Count == 0)
            throw new KeyNotFoundException($"There is no plan '{planId}'.");

        // From the newest on: of versions that begin together only the newest ever holds.
        var end = to;
        var place = stretches.Count;
        for (var i = versions.Count - 1; i >= 0 && from < end; i--)
        {
            var since = i == 0 ? from : Later(versions[i].Since, from);
            if (since >= end)
                continue;
            stretches.Insert(place, new PlanStretch(new TimeRange(since, end), versions[i]));
            end = since;
        }
    }

    private static Instant Later(Instant a, Instant b) => a > b ? a : b;

    private static Instant Earlier(Instant a, Instant b) => a < b ? a : b;
}
