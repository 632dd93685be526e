using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using UsageCluster.Actors.Diagnostics;

namespace UsageCluster.Silo.Hosting;

/// <summary>Metrics and traces over OTLP, switched on by OpenTelemetry's own variables.</summary>
internal static class Telemetry
{
    /// <summary>Where OTLP goes; the rest of the exporter's variables count too.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // The names that the libraries' documentation gives.
    private static readonly string[] Meters =
    [
        ActorMetrics.MeterName, SiloMetrics.MeterName, "Microsoft.Orleans", "Npgsql", "System.Runtime",
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
    ];

    private static readonly string[] Sources =
        ["Microsoft.AspNetCore", "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application", "Npgsql"];

    /// <summary>Begins to export; null: nobody asks for it. Disposal sends what is left.</summary>
    public static IDisposable? Start(SiloOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Configuration[Endpoint]))
            return null;
        return OpenTelemetrySdk.Create(telemetry => telemetry
            .ConfigureResource(resource => resource.AddService(
                "usagecluster-silo", options.ClusterId, serviceInstanceId: $"{options.AdvertisedAddress}:{options.SiloPort}"))
            .WithMetrics(metrics => metrics.AddMeter(Meters))
            .WithTracing(tracing => tracing.AddSource(Sources))
            .UseOtlpExporter());
    }
}
