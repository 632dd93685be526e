namespace UsageCluster.Bench.Harness.Charts;

/// <summary>A logarithmic axis between two places of a chart.</summary>
/// <param name="Min">The value at <paramref name="From"/>, above 0.</param>
/// <param name="Max">The value at <paramref name="To"/>, above <paramref name="Min"/>.</param>
/// <param name="From">Where it begins, in pixels.</param>
/// <param name="To">Where it ends; may be before <paramref name="From"/>.</param>
public sealed record LogAxis(double Min, double Max, double From, double To)
{
    /// <summary>An axis that has room for all values, and ends where a tick is.</summary>
    public static LogAxis Over(IEnumerable<double> values, double from, double to)
    {
        var all = values.Where(v => v > 0).DefaultIfEmpty(1).ToArray();
        var (min, max) = (StepDown(all.Min()), StepUp(all.Max()));
        return new LogAxis(min, max > min ? max : min * 10, from, to);
    }

    /// <summary>Where a value is; those beyond the ends are at the ends.</summary>
    public double At(double value) =>
        From + ((To - From) * Math.Log(Math.Clamp(value, Min, Max) / Min) / Math.Log(Max / Min));

    /// <summary>Powers of ten; with twos and fives between them where there are few.</summary>
    public IEnumerable<double> Ticks()
    {
        int[] steps = Max / Min > 1_000.5 ? [1] : [1, 2, 5];
        for (var power = Math.Floor(Math.Log10(Min)); power <= Math.Ceiling(Math.Log10(Max)); power++)
        {
            foreach (var tick in steps.Select(step => step * Math.Pow(10, power)).Where(IsOn))
                yield return tick;
        }
    }

    private bool IsOn(double tick) => tick >= Min * 0.999 && tick <= Max * 1.001;

    private static double StepDown(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return (value / power) switch { >= 5 => 5, >= 2 => 2, _ => 1 } * power;
    }

    private static double StepUp(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return (value / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }
}
