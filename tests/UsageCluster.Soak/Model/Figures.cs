namespace UsageCluster.Soak.Model;

/// <summary>The tallies of a company's line: a day, a cost key and a unit.</summary>
/// <param name="Events">Events that count.</param>
/// <param name="Quantity">Milliseconds, or millionths of a credit.</param>
/// <param name="Rows">Rows of the history: events and corrections.</param>
internal readonly record struct Figures(Tally Events, Tally Quantity, Tally Rows)
{
    public static Figures operator +(Figures a, Figures b) => new(a.Events + b.Events, a.Quantity + b.Quantity, a.Rows + b.Rows);

    public static Figures OfSent(long events, long quantity) => new(Tally.OfSent(events), Tally.OfSent(quantity), Tally.OfSent(1));

    public static Figures OfAcknowledged(long events, long quantity) =>
        new(Tally.OfAcknowledged(events), Tally.OfAcknowledged(quantity), Tally.OfAcknowledged(1));
}
