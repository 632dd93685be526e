using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Grains.Recording;
using UsageCluster.InterviewRuntime;

var redis = new Option<string?>("--redis")
{
    Description = "Redis of the cluster, as StackExchange.Redis writes it. Default: ConnectionStrings__Redis; else a cluster on this machine.",
    DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ConnectionStrings__Redis"),
};
var gatewayPorts = new Option<int[]>("--gateway-port")
{
    Description = "Without Redis: gateway ports of silos on this machine.",
    DefaultValueFactory = _ => [30000],
    AllowMultipleArgumentsPerToken = true,
};
var clusterId = new Option<string>("--cluster-id") { Description = "As the silos have it.", DefaultValueFactory = _ => "usagecluster" };
var serviceId = new Option<string>("--service-id") { Description = "As the silos have it.", DefaultValueFactory = _ => "usagecluster" };
var connectTimeout = new Option<int>("--connect-timeout") { Description = "Seconds to try to connect.", DefaultValueFactory = _ => 60 };
var companies = new Option<string[]>("--company") { Description = "A company that exists; several may be named.", AllowMultipleArgumentsPerToken = true };
var companyCount = new Option<int>("--companies") { Description = "Instead: so many, named PREFIX1, PREFIX2, …", DefaultValueFactory = _ => 10 };
var companyPrefix = new Option<string>("--company-prefix") { Description = "The PREFIX.", DefaultValueFactory = _ => "company-" };
var rate = new Option<int>("--rate") { Description = "Interviews a second, over all companies.", DefaultValueFactory = _ => 100 };
var duration = new Option<int>("--duration") { Description = "Seconds for which interviews take place.", DefaultValueFactory = _ => 10 };
var drainTimeout = new Option<int>("--drain-timeout") { Description = "Seconds that the last events may take after that.", DefaultValueFactory = _ => 120 };
var seed = new Option<int>("--seed") { Description = "The same seed, the same interviews.", DefaultValueFactory = _ => 1 };
var acknowledged = new Option<string?>("--acknowledged") { Description = "Appends the id of each acknowledged event to a file." };

var root = new RootCommand("Runs simulated interviews and records their use on a cluster. Ends with 0 if every event was acknowledged.")
{
    redis, gatewayPorts, clusterId, serviceId, connectTimeout, companies, companyCount, companyPrefix, rate, duration, drainTimeout, seed, acknowledged,
};
root.SetAction(async (arguments, stop) =>
{
    var settings = new RuntimeSettings
    {
        Redis = arguments.GetValue(redis),
        GatewayPorts = arguments.GetValue(gatewayPorts)!,
        ClusterId = arguments.GetValue(clusterId)!,
        ServiceId = arguments.GetValue(serviceId)!,
        ConnectTimeout = TimeSpan.FromSeconds(arguments.GetValue(connectTimeout)),
        CompanyIds = arguments.GetValue(companies) is { Length: > 0 } named
            ? named
            : [.. Enumerable.Range(1, arguments.GetValue(companyCount)).Select(i => $"{arguments.GetValue(companyPrefix)}{i}")],
        Rate = arguments.GetValue(rate),
        Duration = TimeSpan.FromSeconds(arguments.GetValue(duration)),
        DrainTimeout = TimeSpan.FromSeconds(arguments.GetValue(drainTimeout)),
        Seed = arguments.GetValue(seed),
        AcknowledgedFile = arguments.GetValue(acknowledged),
    };
    using var retries = new RetryCount();
    using var host = Cluster.BuildHost(settings);
    await host.StartAsync(stop);
    await Console.Out.WriteLineAsync($"Connected; {settings.CompanyIds.Length} companies, {settings.Rate} interviews a second for {settings.Duration.TotalSeconds} s.");
    using var run = new InterviewRun(host.Services.GetRequiredService<IUsageRecorder>(), settings, TimeProvider.System);
    var result = await run.RunAsync(stop);
    await host.StopAsync(CancellationToken.None);

    await Console.Out.WriteLineAsync(
        $"{result.Interviews} interviews, {result.Acknowledged} acknowledged, {retries.Events} retried, {result.Rejected.Count} rejected, "
        + $"{result.Unacknowledged.Count} unacknowledged; p50 {result.Latencies.Percentile(50).TotalMilliseconds:0.00} ms, "
        + $"p99 {result.Latencies.Percentile(99).TotalMilliseconds:0.00} ms");
    foreach (var line in result.Rejected)
        await Console.Error.WriteLineAsync($"rejected {line}");
    foreach (var line in result.Unacknowledged)
        await Console.Error.WriteLineAsync($"unacknowledged {line}");
    return result.IsComplete ? 0 : 1;
});
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = Timeout.InfiniteTimeSpan });
