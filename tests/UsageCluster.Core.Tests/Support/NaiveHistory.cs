using UsageCluster.Core.Billing;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Support;

/// <summary>Domain rule 4 word by word: a list of switches.</summary>
internal sealed class NaiveHistory
{
    private readonly List<(Instant Since, BillingSystem System)> _switches = [];

    public BillingSystem? First => _switches.Count == 0 ? null : _switches.MinBy(s => s.Since).System;

    public IEnumerable<Instant> Starts => _switches.Select(s => s.Since);

    public void Switch(Instant at, BillingSystem system)
    {
        if (At(at) == system)
            return;
        _switches.RemoveAll(s => s.Since >= at);
        _switches.Add((at, system));
    }

    public BillingSystem? At(Instant instant)
    {
        BillingSystem? system = null;
        foreach (var (since, of) in _switches.OrderBy(s => s.Since))
        {
            if (since <= instant)
                system = of;
        }

        return system;
    }

    /// <summary>The systems in force at any instant of the range, in order of time.</summary>
    public List<BillingSystem> InForce(TimeRange range)
    {
        // Between switches nothing changes: the range's start and each switch inside it are all there is to ask.
        List<BillingSystem> systems = [];
        foreach (var instant in _switches.Select(s => s.Since).Where(range.Contains).Append(range.Start).Order())
        {
            if (At(instant) is { } system)
                systems.Add(system);
        }

        return systems;
    }
}
