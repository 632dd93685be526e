namespace UsageCluster.Bench.Harness;

/// <summary>How a scenario's sides are compared.</summary>
/// <param name="Base">The side that every other one is compared with.</param>
/// <param name="Title">What the ratio is, for the table's heading.</param>
/// <param name="IsBaseOver">Whether it is the base over the side, or the side over the base.</param>
public sealed record Comparison(string Base, string Title, bool IsBaseOver)
{
    /// <summary>The product with its rivals: above 1 the product is faster.</summary>
    public static readonly Comparison OfProduct = new(Rounds.Product, "product over it", IsBaseOver: true);

    public double Ratio(double ofBase, double ofSide) => IsBaseOver ? ofBase / ofSide : ofSide / ofBase;
}
