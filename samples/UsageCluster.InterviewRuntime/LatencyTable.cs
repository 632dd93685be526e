namespace UsageCluster.InterviewRuntime;

/// <summary>Latencies counted by size, to a sixteenth of their power of two: as many as there are, in little memory. Safe for concurrent use.</summary>
internal sealed class LatencyTable
{
    private const int StepsPerDoubling = 16;

    private readonly long[] _counts = new long[64 * StepsPerDoubling];

    public void Add(TimeSpan latency) => Interlocked.Increment(ref _counts[StepOf(Math.Max((long)latency.TotalMicroseconds, 1))]);

    /// <summary>The latency that so many hundredths of all do not exceed.</summary>
    public TimeSpan Percentile(int percent)
    {
        var rank = (_counts.Sum() * percent + 99) / 100;
        var step = 0;
        for (var seen = _counts[0]; seen < rank; seen += _counts[step])
            step++;
        return TimeSpan.FromMicroseconds(UpperEnd(step));
    }

    private static int StepOf(long microseconds)
    {
        var doublings = (int)long.Log2(microseconds);
        return (doublings * StepsPerDoubling) + (int)(((Int128)microseconds * StepsPerDoubling >> doublings) - StepsPerDoubling);
    }

    private static long UpperEnd(int step)
    {
        var (doublings, part) = Math.DivRem(step, StepsPerDoubling);
        return (long)(((Int128)(StepsPerDoubling + part + 1) << doublings) / StepsPerDoubling);
    }
}
