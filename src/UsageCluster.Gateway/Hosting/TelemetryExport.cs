using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace UsageCluster.Gateway.Hosting;

/// <summary>
/// Sends metrics and traces by OTLP while <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set. Everything else about it is OpenTelemetry's own: protocol,
/// interval, name of the service.
/// </summary>
internal sealed class TelemetryExport(IConfiguration configuration, string? serviceName) : IHostedService, IDisposable
{
    private const string ServiceName = "OTEL_SERVICE_NAME";

    private const string Sampler = "OTEL_TRACES_SAMPLER";

    /// <summary>The part of requests that are traced unless the environment says otherwise: all of them would cost more than serving them.</summary>
    private const double TracedRatio = 0.01;

    /// <summary>The program's own, the web server's and the cluster's, the runtime's and the database client's.</summary>
    private static readonly string[] Meters = ["UsageCluster.*", "Microsoft.*", "System.Runtime", "Npgsql"];

    private static readonly string[] Sources = ["Microsoft.*", "Npgsql"];

    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!HostSettings.ExportsTelemetry(configuration))
            return Task.CompletedTask;
        _metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Name).AddMeter(Meters).AddOtlpExporter().Build();
        var traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(Name).AddSource(Sources).AddOtlpExporter();
        if (HostSettings.Text(configuration[Sampler]) is null)
            traces.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(TracedRatio)));
        _traces = traces.Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left: metrics and then traces, for 5 s at most each.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
        (_metrics, _traces) = (null, null);
    }

    private void Name(ResourceBuilder resource)
    {
        if (HostSettings.Text(configuration[ServiceName]) is null && serviceName is not null)
            resource.AddService(serviceName);
    }
}
