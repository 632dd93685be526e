namespace UsageCluster.Silo.Hosting;

/// <summary>
/// A silo whose end takes a bounded time. It gives its companies up and then writes to the membership, again and again for minutes where that
/// fails; the others come to know by themselves, and the lease is to be released.
/// </summary>
internal sealed class BoundedSilo(IHostedService silo, TimeSpan limit, TimeProvider time, ILogger<BoundedSilo> logger) : IHostedService
{
    /// <summary>Puts it in the place of the cluster's own service, which it runs.</summary>
    public static void Replace(IServiceCollection services, TimeSpan limit)
    {
        var position = services.ToList().FindIndex(service => service.ImplementationType?.FullName == "Orleans.Hosting.SiloHostedService");
        var silo = services[position].ImplementationType!;
        services[position] = ServiceDescriptor.Singleton<IHostedService>(provider => new BoundedSilo(
            (IHostedService)ActivatorUtilities.CreateInstance(provider, silo),
            limit,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BoundedSilo>>()));
    }

    public Task StartAsync(CancellationToken cancellationToken) => silo.StartAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        // In time it is told to give up what takes long, then it is left alone.
        var stopping = silo.StopAsync(either.Token);
        try
        {
            await stopping.WaitAsync(limit, time, cancellationToken);
        }
        catch (Exception failure) when (failure is TimeoutException or OperationCanceledException && !stopping.IsCompleted)
        {
            LogMessages.NotLeft(logger, limit.TotalSeconds);
        }
    }
}
