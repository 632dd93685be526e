using UsageCluster.Silo.Hosting;

namespace UsageCluster.Silo.Companies;

/// <summary>
/// Keeps companies active that are read, or get their events, past the cluster's messages: the activation's idle time tells nothing of that. It comes
/// to be known by looks from time to time, several in the time after which an unused company ends.
/// </summary>
internal sealed class ReadKeeper(CompanyRegistry registry, SiloBounds bounds, TimeProvider time, ILogger<ReadKeeper> logger) : BackgroundService
{
    private const int LooksUntilIdle = 8;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(bounds.IdleAfter / LooksUntilIdle, time);
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

    /// <summary>Keeps every company that was used since the last look.</summary>
    internal void Look()
    {
        foreach (var company in registry.Companies)
        {
            if (company.TakeUse())
                Keep(company);
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
            LogMessages.KeepingFailed(logger, failure);
        }
    }

    private void Keep(IActiveCompany company)
    {
        try
        {
            company.Keep(bounds.IdleAfter);
        }
#pragma warning disable CA1031 // The others are kept nevertheless.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogMessages.NotKept(logger, company.CompanyId, failure);
        }
    }
}
