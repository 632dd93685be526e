namespace UsageCluster.Orleans.Tests.Load;

/// <summary>Figures of a company.</summary>
/// <param name="Events">Events, all of them interviews.</param>
/// <param name="Quantity">Milliseconds or millionths of a credit.</param>
internal readonly record struct Tally(long Events, long Quantity)
{
    public static Tally operator +(Tally left, Tally right) => new(left.Events + right.Events, left.Quantity + right.Quantity);

    /// <summary>Whether neither figure is below the other's.</summary>
    public bool IsAtLeast(Tally other) => Events >= other.Events && Quantity >= other.Quantity;
}
