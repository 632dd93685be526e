namespace UsageCluster.Core.Timelines;

/// <summary>Sums over points of a timeline.</summary>
internal readonly record struct TimelineSums(long Events, long Interviews, long Quantity)
{
    public static TimelineSums operator +(TimelineSums left, TimelineSums right) => checked(
        new(left.Events + right.Events, left.Interviews + right.Interviews, left.Quantity + right.Quantity));

    public static TimelineSums operator -(TimelineSums left, TimelineSums right) => checked(
        new(left.Events - right.Events, left.Interviews - right.Interviews, left.Quantity - right.Quantity));
}
