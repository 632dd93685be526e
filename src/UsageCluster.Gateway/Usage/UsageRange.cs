using UsageCluster.Core.Time;
using UsageCluster.Gateway.Requests;

namespace UsageCluster.Gateway.Usage;

/// <summary>The range of <c>start</c> and <c>end</c>, which default to the 30 days before now.</summary>
internal static class UsageRange
{
    private static readonly TimeSpan DefaultLength = TimeSpan.FromDays(30);

    /// <summary>Reads the range; null where it is bad, which is noted in the reader.</summary>
    public static TimeRange? Read(QueryReader reader, Instant now)
    {
        var start = reader.Instant("start");
        var end = reader.Instant("end");
        var from = start ?? now.Plus(-DefaultLength);
        var to = end ?? now;
        if (reader.IsBad("start") || reader.IsBad("end"))
            return null;
        if (from < to)
            return new TimeRange(from, to);
        AddEmptyRange(reader, start, end, from, to);
        return null;
    }

    private static void AddEmptyRange(QueryReader reader, Instant? start, Instant? end, Instant from, Instant to)
    {
        if (start is null)
            reader.Add("end", $"must be after start, which was not given and defaults to 30 days before now: {from}.");
        else if (end is null)
            reader.Add("start", $"must be before end, which was not given and defaults to now: {to}.");
        else
            reader.Add("start", "must be before end.");
    }
}
