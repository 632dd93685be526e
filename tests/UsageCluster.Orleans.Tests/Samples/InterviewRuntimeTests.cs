using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Orleans.Tests.Cluster;
using UsageCluster.Orleans.Tests.Support;
using UsageCluster.TestKit.Audit;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Processes;
using Xunit.Abstractions;

namespace UsageCluster.Orleans.Tests.Samples;

/// <summary>The sample program against a real cluster, by its command line.</summary>
[Collection(ClusterCollection.Name)]
public sealed class InterviewRuntimeTests(ClusterServers servers, ITestOutputHelper output)
{
    private const int Companies = 6;
    private const int Rate = 200;
    private const int Seconds = 4;
    private const string Prefix = "interviews-";

    [ClusterFact]
    public async Task Every_interview_of_the_sample_is_booked_once()
    {
        var cluster = await servers.SharedAsync("calm");
        for (var i = 1; i <= Companies; i++)
            await cluster.Silos[0].Api.PutAsync($"/admin/companies/{Prefix}{i}", new { companyName = "A company", billingSystem = "minutes" });
        using var folder = new TempFolder();
        var file = folder.Under("acknowledged");

        var said = await RunAsync(
            "--redis", cluster.Redis, "--cluster-id", cluster.ClusterId, "--service-id", cluster.ClusterId, "--companies", $"{Companies}", "--company-prefix", Prefix,
            "--rate", $"{Rate}", "--duration", $"{Seconds}", "--acknowledged", file);

        output.WriteLine(said.Trim());
        var acknowledged = await File.ReadAllLinesAsync(file);
        Assert.Equal(Rate * Seconds, acknowledged.Length);
        await using var store = await PostgresStore.OpenAsync(
            new PostgresStoreOptions { ConnectionString = cluster.Ledger }, NullLoggerFactory.Instance, CancellationToken.None);
        var companies = await new LedgerReader(cluster.Ledger, store.Ledger).ReadAsync(id => id.StartsWith(Prefix, StringComparison.Ordinal));
        Assert.Empty(companies.SelectMany(LedgerAudit.FaultsOf));
        Assert.Equal(
            acknowledged.Order(StringComparer.Ordinal), companies.SelectMany(c => c.Events).Select(e => e.Event.EventId).Order(StringComparer.Ordinal));
    }

    /// <summary>What it wrote to standard output; an exit code that is not 0 fails the test.</summary>
    private static async Task<string> RunAsync(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "UsageCluster.InterviewRuntime.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var said = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(ServerProcess.Timeout);
            Assert.True(process.ExitCode == 0, await said + await errors);
            return await said;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
