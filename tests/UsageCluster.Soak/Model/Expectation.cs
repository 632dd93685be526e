namespace UsageCluster.Soak.Model;

/// <summary>Between what an answer about a company may lie, by what was known before the call and after its answer.</summary>
internal sealed class Expectation
{
    private readonly Dictionary<Line, (Figures Before, Figures After)> _lines = [];
    private readonly string _companyId;

    public Expectation(string companyId, Dictionary<Line, Figures> before, Dictionary<Line, Figures> after)
    {
        _companyId = companyId;
        foreach (var (line, figures) in after)
            _lines[line] = (before.GetValueOrDefault(line), figures);
    }

    /// <summary>Whether nothing was in flight: the answer must be one figure.</summary>
    public bool IsExact => _lines.Values.All(l => IsOne(l.Before.Events, l.After.Events) && IsOne(l.Before.Quantity, l.After.Quantity) && IsOne(l.Before.Rows, l.After.Rows));

    /// <summary>What is wrong with a usage report's figures, by line.</summary>
    public IEnumerable<string> FaultsOf(IReadOnlyDictionary<Line, (long Events, decimal Quantity)> shown)
    {
        foreach (var line in shown.Keys.Union(_lines.Keys))
        {
            var (before, after) = _lines.GetValueOrDefault(line);
            var (events, quantity) = shown.GetValueOrDefault(line);
            if (FaultOf($"{line.CostKey} events", events, Tally.Least(before.Events, after.Events), Tally.Most(before.Events, after.Events)) is { } fault)
                yield return fault;
            var (least, most) = (Unit(line, Tally.Least(before.Quantity, after.Quantity)), Unit(line, Tally.Most(before.Quantity, after.Quantity)));
            if (FaultOf($"{line.CostKey} {(line.OnCredits ? "credits" : "minutes")}", quantity, least, most) is { } other)
                yield return other;
        }
    }

    /// <summary>What is wrong with a count of events.</summary>
    public string? FaultOfEvents(long shown, string? costKey = null) => FaultOfCount("events", shown, costKey, f => f.Events);

    /// <summary>What is wrong with a count of history rows.</summary>
    public string? FaultOfRows(long shown, string? costKey = null) => FaultOfCount("rows", shown, costKey, f => f.Rows);

    private static bool IsOne(Tally before, Tally after) => Tally.Least(before, after) == Tally.Most(before, after);

    private static decimal Unit(Line line, long quantity) =>
        line.OnCredits ? quantity / 1_000_000m : Math.Round(quantity / 60_000m, 6, MidpointRounding.AwayFromZero);

    private string? FaultOfCount(string what, long shown, string? costKey, Func<Figures, Tally> of)
    {
        var lines = _lines.Where(l => costKey is null || l.Key.CostKey == costKey).Select(l => l.Value).ToList();
        return FaultOf(what, shown, lines.Sum(l => Tally.Least(of(l.Before), of(l.After))), lines.Sum(l => Tally.Most(of(l.Before), of(l.After))));
    }

    private string? FaultOf(string what, decimal shown, decimal least, decimal most) =>
        shown >= least && shown <= most ? null : $"{_companyId}: {what} {shown} where {(least == most ? $"{least} is" : $"{least} to {most} are")} right";
}
