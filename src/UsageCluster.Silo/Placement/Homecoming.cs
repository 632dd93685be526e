using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Hosting;

namespace UsageCluster.Silo.Placement;

/// <summary>
/// Moves companies that belong to another silo there, a few at a time: after a silo has joined, its share comes home without a stampede. Calls
/// for one of them meanwhile follow it.
/// </summary>
internal sealed class Homecoming(CompanyRegistry registry, ICompanyHomes homes, SiloBounds bounds, SiloMetrics metrics, TimeProvider time, ILogger<Homecoming> logger)
    : BackgroundService
{
    /// <summary>Looks in vain before one looks again although the membership has not changed: for what was placed while silos disagreed.</summary>
    private const int LooksUntilAnother = 30;

    private HostingSilos? _seen;
    private int _looksSkipped;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(bounds.HomecomingPeriod, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                LookSafely();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void LookSafely()
    {
        try
        {
            Look();
        }
#pragma warning disable CA1031 // The next tick looks again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogMessages.LookFailed(logger, failure);
        }
    }

    /// <summary>One look. A membership that has just changed is left to settle until the next one.</summary>
    internal void Look()
    {
        var hosts = homes.Current;
        if (!ReferenceEquals(hosts, Interlocked.Exchange(ref _seen, hosts)))
        {
            _looksSkipped = LooksUntilAnother;
            return;
        }

        if (_looksSkipped++ < LooksUntilAnother || !hosts.Silos.Contains(homes.Here))
            return;
        var sent = 0;
        foreach (var company in registry.Companies)
        {
            if (homes.Here.Equals(hosts.HomeOf(company.CompanyId)))
                continue;
            if (SendHome(company) && ++sent >= bounds.HomecomingMax)
                break;
        }

        if (sent == 0)
        {
            _looksSkipped = 0;
            return;
        }

        metrics.SentHome.Add(sent);
        LogMessages.SentHome(logger, sent);
    }

    private bool SendHome(IActiveCompany company)
    {
        try
        {
            company.SendHome();
            return true;
        }
#pragma warning disable CA1031 // The others still go.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogMessages.NotSentHome(logger, company.CompanyId, failure);
            return false;
        }
    }
}
