using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Alerts;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Webhooks;

namespace UsageCluster.Gateway.Alerts;

/// <summary>
/// Looks at the alerts of which something has changed, and fires those that have come to their threshold. Whoever looks, and however often: the store
/// lets each fire once.
/// </summary>
internal sealed class AlertSweeper(
    IAlertStore store, AlertReader reader, AlertsOptions options, MonthEnds months, DeliverySignal signal, TimeProvider time, ILogger<AlertSweeper> logger)
{
    private static readonly TimeSpan HeldAtLeast = TimeSpan.FromSeconds(10);

    private readonly string _holder = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    /// <summary>One look at all of them, unless another process looks.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var periods = months.OpenAt(Instant.From(time.GetUtcNow()));
        var after = "";
        while (await store.FindLooksAsync(new AlertSweepRequest(_holder, HeldFor, periods, after, options.PageMax), cancellationToken) is { Count: > 0 } looks)
        {
            var seen = await LookAsync(looks, cancellationToken);
            if (seen.Count > 0)
                await store.SaveLooksAsync(seen, periods[0], cancellationToken);
            if (looks.Count < options.PageMax)
                return;
            after = looks[^1].Alert.AlertId;
        }
    }

    /// <summary>Lets another process look.</summary>
    public Task ReleaseAsync(CancellationToken cancellationToken) => store.ReleaseSweepAsync(_holder, cancellationToken);

    private TimeSpan HeldFor => TimeSpan.FromTicks(Math.Max(HeldAtLeast.Ticks, 5 * TimeSpan.FromSeconds(options.Interval).Ticks));

    private async Task<IReadOnlyList<SeenAlert>> LookAsync(IReadOnlyList<AlertLook> looks, CancellationToken cancellationToken)
    {
        var seen = new ConcurrentBag<SeenAlert>();
        await Parallel.ForEachAsync(
            looks.GroupBy(look => (look.Alert.CompanyId, look.Alert.AtsId, look.Period)),
            new ParallelOptions { MaxDegreeOfParallelism = options.ParallelMax, CancellationToken = cancellationToken },
            async (ofOwner, token) =>
            {
                foreach (var look in await LookAtOwnerAsync([.. ofOwner], token))
                    seen.Add(look);
            });
        return [.. seen];
    }

    private async Task<IReadOnlyList<SeenAlert>> LookAtOwnerAsync(IReadOnlyList<AlertLook> looks, CancellationToken cancellationToken)
    {
        var (alert, period) = looks[0];
        try
        {
            var withAllowances = looks.Any(look => look.Alert.Threshold.Measure == AlertMeasure.AllowanceShare);
            var figures = await reader.ReadAsync(alert.CompanyId, alert.AtsId, period, withAllowances, cancellationToken);
            AlertMetrics.Looks.Add(looks.Count);
            if (figures is null)
                return [];
            foreach (var look in looks.Where(look => figures.HasReached(look.Alert.Threshold)))
                await FireAsync(look, figures.Read(look.Alert.Threshold.Measure)!.Value, cancellationToken);
            return [.. looks.Select(look =>
                new SeenAlert(look.Alert.AlertId, period, AlertLook.Seen(look.Alert.Threshold, figures.RatesRevision, figures.Versions)))];
        }
#pragma warning disable CA1031 // What was not seen is looked at again; the alerts of others are not held up.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogMessages.AlertFiguresNotRead(logger, failure, alert.CompanyId ?? alert.AtsId!);
            return [];
        }
    }

    private async Task FireAsync(AlertLook look, AlertReading reading, CancellationToken cancellationToken)
    {
        var (alert, period) = look;
        var now = Instant.From(time.GetUtcNow());
        var eventId = AlertEvent.NewId();
        var body = AlertEvent.OfAlert(AlertEvent.Fired, eventId, now, alert, period, reading);
        if (!await store.FireAsync(new AlertFiring(alert.AlertId, period, alert.Threshold, now, eventId, AlertEvent.Fired, body), cancellationToken))
            return;
        AlertMetrics.Fired.Add(1);
        LogMessages.AlertFired(logger, alert.AlertId, period.ToString());
        signal.Raise();
    }
}
