using System.Collections.Concurrent;
using System.Net;
using System.Text;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Network;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Start;

public sealed class TelemetryTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpListener _collector = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();
    private readonly Uri _endpoint = new($"http://127.0.0.1:{LoopbackPort.Free()}/");

    public TelemetryTests()
    {
        _collector.Prefixes.Add(_endpoint.ToString());
        _collector.Start();
        _ = ReceiveAsync();
    }

    [Theory]
    [InlineData("/v1/metrics", "http.server.request.duration")]
    [InlineData("/v1/metrics", "UsageCluster.Standalone")]
    [InlineData("/v1/traces", "Microsoft.AspNetCore")]
    public async Task Telemetry_goes_where_the_environment_says(string path, string name)
    {
        var arrived = Awaited(path, name);
        await using var server = await ServerProcess.StartAsync(["--data", _folder.Path], new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _endpoint.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "100",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_TRACES_SAMPLER"] = "always_on",
        });
        using var api = new UsageApi(server.Url, "none");
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync("/healthz/live"));

        await arrived.WaitAsync(ServerProcess.Timeout);
    }

    public void Dispose()
    {
        _collector.Close();
        _folder.Dispose();
    }

    private Task Awaited(string path, string name) =>
        _awaited.GetOrAdd($"{path} {name}", _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var call = await _collector.GetContextAsync();
                using var body = new MemoryStream();
                await call.Request.InputStream.CopyToAsync(body);
                // Names stand as text in the protocol's bytes.
                var text = Encoding.Latin1.GetString(body.ToArray());
                foreach (var (awaited, arrived) in _awaited)
                {
                    if (awaited.Split(' ') is [var path, var name] && path == call.Request.Url!.AbsolutePath && text.Contains(name, StringComparison.Ordinal))
                        arrived.TrySetResult();
                }

                call.Response.Close();
            }
        }
        catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
