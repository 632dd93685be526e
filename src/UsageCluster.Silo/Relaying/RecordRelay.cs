using System.Collections.Concurrent;
using UsageCluster.Actors.Companies;
using UsageCluster.Core.Events;
using UsageCluster.Silo.Hosting;
using UsageCluster.Silo.Placement;

namespace UsageCluster.Silo.Relaying;

/// <summary>
/// Reports events to the silos that their companies belong to, many in a call: a call of its own for each would cost more than to book it. Safe for
/// concurrent use.
/// </summary>
internal sealed class RecordRelay(ICompanyHomes homes, ISiloRecordsClient silos, SiloBounds bounds)
{
    private readonly ConcurrentDictionary<SiloAddress, RelayLane> _lanes = new();

    /// <summary>What the company decides; null: its silo did not take the event. Fails with a <see cref="Actors.Ports.RetryableException"/>.</summary>
    public Task<RecordOutcome?> RecordAsync(SiloAddress home, UsageEvent report) =>
        (_lanes.TryGetValue(home, out var lane) ? lane : NewLane(home)).RecordAsync(report);

    private RelayLane NewLane(SiloAddress home)
    {
        // Lanes of silos that are gone end by themselves, with their last call.
        var hosts = homes.Current.Silos;
        foreach (var silo in _lanes.Keys)
        {
            if (!hosts.Contains(silo))
                _lanes.TryRemove(silo, out _);
        }

        return _lanes.GetOrAdd(home, silo => new RelayLane(silo, silos, bounds));
    }
}
