using UsageCluster.Soak.Measures;

namespace UsageCluster.Soak.Reports;

/// <summary>What a process takes, as medians of samples.</summary>
internal sealed record ProcessFigures(double WorkingSetMiB, double AnonymousMiB, double Descriptors, double Threads)
{
    public const double Mebi = 1 << 20;

    /// <summary>Null of nothing.</summary>
    public static ProcessFigures? Of(IReadOnlyCollection<ProcessSample> samples) => samples.Count == 0
        ? null
        : new ProcessFigures(
            Math.Round(Statistics.Median(samples.Select(s => s.WorkingSet / Mebi))!.Value, 1),
            Math.Round(Statistics.Median(samples.Select(s => s.Anonymous / Mebi))!.Value, 1),
            Statistics.Median(samples.Select(s => (double)s.Descriptors))!.Value,
            Statistics.Median(samples.Select(s => (double)s.Threads))!.Value);
}
