namespace UsageCluster.Soak.Reports;

/// <summary>Why a run on a store failed.</summary>
internal static class Verdict
{
    /// <summary>The reasons; none: it passed.</summary>
    /// <param name="report">What was measured and seen.</param>
    /// <param name="bounds">What may not be exceeded.</param>
    public static IReadOnlyList<string> ReasonsOf(StoreReport report, SoakBounds bounds)
    {
        List<string> reasons = [];
        if (report.FindingCount > 0)
            reasons.Add($"{report.FindingCount} findings, the first: {report.Findings[0]}");
        var unexpected = report.Minutes.Sum(m => m.UnexpectedErrors.Values.Sum());
        if (unexpected > 0)
            reasons.Add($"{unexpected} errors that no fault explains");
        if (report.ExactReads == 0)
            reasons.Add("no read could be compared exactly");
        if (report.Heap is { } heap && heap.GrowsBeyond(bounds.SlopeMax + report.EventsMiBPerHour))
            reasons.Add($"the live heap grows by {heap.SlopeMiBPerHour} ± {heap.NoiseMiBPerHour} MiB/h, beyond {bounds.SlopeMax} and {report.EventsMiBPerHour} for events");
        if (report.Anonymous is { } memory && memory.GrowsBeyond(bounds.MemoryMax + report.EventsMiBPerHour))
            reasons.Add($"anonymous memory grows by {memory.SlopeMiBPerHour} ± {memory.NoiseMiBPerHour} MiB/h, beyond {bounds.MemoryMax} and {report.EventsMiBPerHour} for events");
        if (report is { First: { } first, Last: { } last } && last.Descriptors - first.Descriptors > bounds.DescriptorsMax)
            reasons.Add($"descriptors grew from {first.Descriptors} to {last.Descriptors}, by more than {bounds.DescriptorsMax}");
        foreach (var (name, drift) in report.Drift)
        {
            if (drift.LastMs > drift.FirstMs * bounds.DriftMax && drift.LastMs - drift.FirstMs > bounds.DriftFloorMs)
                reasons.Add($"the p99 of {name} calls drifted from {drift.FirstMs} to {drift.LastMs} ms, by more than {bounds.DriftMax} times");
        }

        return reasons;
    }
}
