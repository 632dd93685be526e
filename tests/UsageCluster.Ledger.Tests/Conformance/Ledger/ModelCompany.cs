using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>One company's ledger as it must be, naively.</summary>
internal sealed class ModelCompany(string companyId, Activation head)
{
    private readonly List<Activation> _taken = [head];

    public string CompanyId { get; } = companyId;

    public int CompanyNo { get; } = head.CompanyNo;

    public List<string> EventIds { get; } = [];

    private Activation Current => _taken[^1];

    public void Take(Activation next)
    {
        Assert.Equal(EventIds.Count, next.Version);
        Assert.True(next.Epoch > Current.Epoch);
        _taken.Add(next);
    }

    /// <summary>A request that is right most of the time.</summary>
    public AppendRequest Request(Random random, long rates)
    {
        var epoch = random.Next(8) == 0 ? _taken[random.Next(_taken.Count)].Epoch : Current.Epoch;
        var version = EventIds.Count + (random.Next(8) == 0 ? random.Next(-1, 2) : 0);
        var ids = Enumerable.Range(0, random.Next(0, 5)).Select(_ => EventId(random)).Distinct().ToArray();
        var at = new Activation(CompanyNo, epoch, Math.Max(version, 0), []);
        return Samples.Append(at, CompanyId, random.Next(4) switch { 0 => null, 1 when random.Next(3) == 0 => rates + 1, _ => rates }, ids);
    }

    /// <summary>Whether the answer is one that the request may get; if it was appended, the model is too.</summary>
    public bool Agrees(AppendRequest request, AppendResult result, long rates)
    {
        var ids = request.Entries.Select(e => ((UsageEntry)e.Entry).Event.EventId).ToList();
        var duplicates = ids.Where(EventIds.Contains).ToList();
        var fenced = request.Epoch != Current.Epoch || request.ExpectedVersion != EventIds.Count;
        var stale = request.RatesRevision is { } rated && rated != rates;
        switch (result.Status)
        {
            case AppendStatus.Appended when !fenced && !stale && duplicates.Count == 0:
                EventIds.AddRange(ids);
                return true;
            case AppendStatus.HasDuplicates:
                return duplicates.Count > 0 && duplicates.Order(StringComparer.Ordinal).SequenceEqual(result.DuplicateEventIds.Order(StringComparer.Ordinal));
            case AppendStatus.Fenced:
                return fenced;
            case AppendStatus.StaleRates:
                return stale;
            default:
                return false;
        }
    }

    private string EventId(Random random)
    {
        if (EventIds.Count > 0 && random.Next(10) == 0)
            return EventIds[random.Next(EventIds.Count)];
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return random.Next(3) switch { 0 => new Guid(bytes).ToString("D"), 1 => new Guid(bytes).ToString("D").ToUpperInvariant(), _ => Convert.ToBase64String(bytes) };
    }
}
