using System.Collections.Concurrent;

namespace UsageCluster.Actors.Leases;

/// <summary>
/// One lease of a node, from its taking to its end: every activation belongs to the term that it began under, and shows nothing beyond it. Once
/// ended it stays so, whatever the clocks or a late answer say. Safe for concurrent use.
/// </summary>
public sealed class LeaseTerm
{
    private readonly ConcurrentDictionary<string, Tenure> _tenures = new(StringComparer.Ordinal);
    private readonly TimeProvider? _time;
    private readonly TimeSpan _duration;
    private readonly Signal _ended = new();
    private volatile LeaseLimit? _limit;

    private LeaseTerm(long leaseNo, LeaseLimit limit, TimeSpan duration, TimeProvider? time)
    {
        LeaseNo = leaseNo;
        _limit = limit;
        _duration = duration;
        _time = time;
    }

    /// <summary>The lease's number in the store.</summary>
    public long LeaseNo { get; }

    /// <summary>
    /// Whether the node may answer from what it activated under it. One look at each clock; what a view of this term shows after that is right for
    /// every call that arrived before. Whoever finds that its time is over ends it.
    /// </summary>
    public bool IsHeld
    {
        get
        {
            if (_limit is not { } limit)
                return false;
            if (_time is null || limit.IsAfterNow(_time))
                return true;
            End();
            return false;
        }
    }

    /// <summary>What its activations show, by numbers that change with it. They say nothing about whether the term is held.</summary>
    public ChangeStamps Stamps { get; } = new();

    /// <summary>Cancelled when it ends. Callbacks run on the thread of whoever finds that out: they only signal.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Whether it has been ended; no clock is looked at.</summary>
    internal bool IsOver => _limit is null;

    /// <summary>What is left of it by the node's clocks.</summary>
    internal TimeSpan Remaining => _limit is { } limit && _time is not null ? limit.Remaining(_time) : TimeSpan.Zero;

    internal static LeaseTerm Endless() => new(0, LeaseLimit.None, TimeSpan.MaxValue, null);

    /// <summary>A term that was taken by a call that began at <paramref name="start"/>.</summary>
    internal static LeaseTerm Taken(long leaseNo, LeaseMoment start, TimeSpan duration, TimeProvider time) =>
        new(leaseNo, start.Plus(duration, time), duration, time);

    /// <summary>
    /// Counts on a renewal that began at <paramref name="start"/>, after every takeover that it told of was honoured. False: the term has ended, or
    /// ended before the answer came, and is not resumed.
    /// </summary>
    internal bool TryExtend(LeaseMoment start)
    {
        if (!IsHeld || _limit is not { } before)
            return false;
        // Nothing is written over an end that comes between.
        return ReferenceEquals(Interlocked.CompareExchange(ref _limit, start.Plus(_duration, _time!), before), before) && IsHeld;
    }

    /// <summary>Ends it for good.</summary>
    internal void End()
    {
        if (Interlocked.Exchange(ref _limit, null) is not null)
            _ended.Set();
    }

    /// <summary>Begins an activation of a company, before its epoch is taken; an older one of this term shows nothing from now on.</summary>
    internal Tenure Begin(string companyId)
    {
        var tenure = new Tenure(this, companyId);
        var before = _tenures.GetValueOrDefault(companyId);
        while (before is null ? !_tenures.TryAdd(companyId, tenure) : !_tenures.TryUpdate(companyId, tenure, before))
            before = _tenures.GetValueOrDefault(companyId);
        before?.End();
        return tenure;
    }

    /// <summary>An activation has come to its end by itself.</summary>
    internal void Leave(Tenure tenure) => _tenures.TryRemove(KeyValuePair.Create(tenure.CompanyId, tenure));

    /// <summary>Another node has taken a company: an activation of an older epoch shows nothing from now on.</summary>
    internal void TakenOver(Takeover takeover)
    {
        if (_tenures.TryGetValue(takeover.CompanyId, out var tenure))
            tenure.TakenOver(takeover.Epoch);
    }
}
