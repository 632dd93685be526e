namespace UsageCluster.Soak.Model;

/// <summary>
/// What was sent and what of it was acknowledged, additions and subtractions apart: each of the four only grows, so that two tallies, taken before and
/// after a read, enclose what it may show.
/// </summary>
/// <param name="Sent">Additions that were sent.</param>
/// <param name="Acknowledged">Additions that were acknowledged.</param>
/// <param name="TakenSent">Subtractions that were sent.</param>
/// <param name="TakenAcknowledged">Subtractions that were acknowledged.</param>
internal readonly record struct Tally(long Sent, long Acknowledged, long TakenSent, long TakenAcknowledged)
{
    public static Tally operator +(Tally a, Tally b) =>
        new(a.Sent + b.Sent, a.Acknowledged + b.Acknowledged, a.TakenSent + b.TakenSent, a.TakenAcknowledged + b.TakenAcknowledged);

    /// <summary>A change that was sent, positive or negative.</summary>
    public static Tally OfSent(long change) => change >= 0 ? new(change, 0, 0, 0) : new(0, 0, -change, 0);

    /// <summary>A change that was acknowledged, positive or negative.</summary>
    public static Tally OfAcknowledged(long change) => change >= 0 ? new(0, change, 0, 0) : new(0, 0, 0, -change);

    /// <summary>The least that a read may show which began after <paramref name="before"/> and ended before <paramref name="after"/>.</summary>
    public static long Least(Tally before, Tally after) => before.Acknowledged - after.TakenSent;

    /// <summary>The most that it may show.</summary>
    public static long Most(Tally before, Tally after) => after.Sent - before.TakenAcknowledged;
}
