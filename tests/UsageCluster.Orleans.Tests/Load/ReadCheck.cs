namespace UsageCluster.Orleans.Tests.Load;

/// <summary>What a read must show: no less than was acknowledged before it began, no more than was sent before it ended.</summary>
internal sealed class ReadCheck
{
    private readonly LoadedCompany[] _companies;
    private readonly Tally[] _least;

    /// <summary>To be made before the read begins.</summary>
    public ReadCheck(params IEnumerable<LoadedCompany> companies)
    {
        _companies = [.. companies];
        _least = [.. _companies.Select(c => c.Acknowledged)];
    }

    /// <summary>What is wrong with the answer; null: nothing.</summary>
    public string? FaultOf(string answer)
    {
        var shown = ShownCompany.Of(answer);
        if (shown.Count != _companies.Length)
            return $"{shown.Count} of {_companies.Length} companies are shown.";
        for (var i = 0; i < _companies.Length; i++)
        {
            var company = _companies[i];
            if (!shown.TryGetValue(company.Id, out var figures))
                return $"{company.Id} is not shown.";
            var most = company.Sent;
            var parts = figures.ByCostKey.Values.Aggregate(new Tally(0, 0), (sum, next) => sum + next);
            if (!figures.Tally.IsAtLeast(_least[i]) || !most.IsAtLeast(figures.Tally))
                return $"{company.Id} shows {figures.Tally}; {_least[i]} was acknowledged before, {most} was sent.";
            if (parts != figures.Tally)
                return $"{company.Id} shows {figures.Tally}, and parts of {parts}.";
        }

        return null;
    }
}
