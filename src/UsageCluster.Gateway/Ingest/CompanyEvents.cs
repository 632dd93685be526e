using System.Runtime.InteropServices;
using UsageCluster.Actors.Companies;
using UsageCluster.Core.Events;

namespace UsageCluster.Gateway.Ingest;

/// <summary>The events of a call that one company has, as places in the call. Most calls have one or two: nothing is made for each company but this.</summary>
internal readonly struct CompanyEvents
{
    private readonly IReadOnlyList<ReceivedEvent> _received;

    // The place of the next event of the same company; 0: none.
    private readonly int[] _next;
    private readonly int _first;

    private CompanyEvents(IReadOnlyList<ReceivedEvent> received, int[] next, int first, int count)
    {
        _received = received;
        _next = next;
        _first = first;
        Count = count;
    }

    /// <summary>Events, at least one.</summary>
    public int Count { get; }

    /// <summary>The company.</summary>
    public string CompanyId => First.CompanyId;

    /// <summary>The first event.</summary>
    public UsageEvent First => _received[_first].Event!;

    /// <summary>The events that could be read, by company in the order in which each is first named.</summary>
    public static List<CompanyEvents> Of(IReadOnlyList<ReceivedEvent> received)
    {
        var groups = new List<CompanyEvents>();
        var byCompany = new Dictionary<string, (int Group, int Last)>(StringComparer.Ordinal);
        var next = new int[received.Count];
        for (var i = 0; i < received.Count; i++)
        {
            if (received[i].Event is not { } report)
                continue;
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(byCompany, report.CompanyId, out var isKnown);
            if (isKnown)
            {
                next[known.Last] = i;
                ref var group = ref CollectionsMarshal.AsSpan(groups)[known.Group];
                group = new CompanyEvents(received, next, group._first, group.Count + 1);
            }
            else
            {
                known.Group = groups.Count;
                groups.Add(new CompanyEvents(received, next, i, 1));
            }

            known.Last = i;
        }

        return groups;
    }

    /// <summary>The events, in the order of the call.</summary>
    public UsageEvent[] ToArray()
    {
        var reports = new UsageEvent[Count];
        for (int i = 0, place = _first; i < reports.Length; i++, place = _next[place])
            reports[i] = _received[place].Event!;
        return reports;
    }

    /// <summary>Puts the outcome of the first event at its place.</summary>
    public void SetFirst(RecordOutcome[] outcomes, RecordOutcome outcome) => outcomes[_first] = outcome;

    /// <summary>Puts each event's outcome at its place.</summary>
    public void SetEach(RecordOutcome[] outcomes, IReadOnlyList<RecordOutcome> each)
    {
        for (int i = 0, place = _first; i < Count; i++, place = _next[place])
            outcomes[place] = each[i];
    }

    /// <summary>Puts the same outcome at every event's place.</summary>
    public void SetAll(RecordOutcome[] outcomes, RecordOutcome outcome)
    {
        for (int i = 0, place = _first; i < Count; i++, place = _next[place])
            outcomes[place] = outcome;
    }
}
