using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization;

namespace UsageCluster.Grains.Recording;

/// <summary>Adds the recorder to a program that has a cluster client.</summary>
public static class UsageRecorderExtensions
{
    /// <summary>
    /// Adds <see cref="IUsageRecorder"/> with options from the configuration section <see cref="UsageRecorderOptions.Section"/>, then from the
    /// delegate. Bad options fail the start.
    /// </summary>
    public static IHostApplicationBuilder AddUsageRecorder(this IHostApplicationBuilder builder, Action<UsageRecorderOptions>? configure = null)
    {
        builder.Services.AddOptions<UsageRecorderOptions>().Bind(builder.Configuration.GetSection(UsageRecorderOptions.Section));
        builder.Services.AddUsageRecorder(configure);
        return builder;
    }

    /// <summary>Adds <see cref="IUsageRecorder"/>. Bad options fail the start.</summary>
    public static IServiceCollection AddUsageRecorder(this IServiceCollection services, Action<UsageRecorderOptions>? configure = null)
    {
        var options = services.AddOptions<UsageRecorderOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.AddSerializer(serializer => serializer.AddAssembly(typeof(ICompanyGrain).Assembly));
        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RecorderMetrics>();
        services.TryAddSingleton<ICompanyCalls, GrainCalls>();
        services.TryAddSingleton(provider => new RecorderCore(
            provider.GetRequiredService<ICompanyCalls>(),
            provider.GetRequiredService<IOptions<UsageRecorderOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<RecorderMetrics>(),
            provider.GetRequiredService<ILogger<UsageRecorder>>(),
            Random.Shared.NextDouble));
        services.TryAddSingleton<UsageRecorder>();
        services.TryAddSingleton<IUsageRecorder>(provider => provider.GetRequiredService<UsageRecorder>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<UsageRecorderOptions>, UsageRecorderValidation>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILifecycleParticipant<IClusterClientLifecycle>, RecorderLifetime>());
        return services;
    }
}
