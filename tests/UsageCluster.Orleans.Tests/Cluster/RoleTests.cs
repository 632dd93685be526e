using System.Net;
using System.Text.Json.Nodes;
using UsageCluster.Actors.Companies;
using UsageCluster.Orleans.Tests.Load;
using UsageCluster.Orleans.Tests.Support;
using Xunit.Abstractions;

namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>Processes of which one serves the HTTP API and the other hosts the companies.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RoleTests(ClusterServers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan NoticedWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RecordedWithin = TimeSpan.FromSeconds(20);
    private static readonly Dictionary<string, string> GatewayRole = new() { ["Silo__Role"] = "gateway" };
    private static readonly Dictionary<string, string> GrainsRole = new() { ["Silo__Role"] = "grains" };

    [ClusterFact]
    public async Task A_gateway_serves_what_another_silo_hosts()
    {
        await using var cluster = await servers.NewAsync();
        await cluster.StartAsync(GatewayRole, GrainsRole);
        var (gateway, grains) = (cluster.Silos[0], cluster.Silos[1]);
        foreach (var file in Directory.GetFiles(FixtureFile.Folder, "*.json"))
        {
            var fixture = await FixtureFile.LoadAsync(Path.GetFileName(file), $"-of-{Path.GetFileNameWithoutExtension(file)}");
            var key = await fixture.ProvisionAsync(gateway.Api);
            var answer = JsonNode.Parse(await gateway.Api.GetAsync(fixture.Request, key));
            Assert.True(JsonNode.DeepEquals(fixture.Body, answer), $"{file}: {answer}");
        }

        await using var traffic = await Traffic.StartAsync(cluster, "roles");
        await traffic.FlowsAsync();
        await using (var client = await RecorderClient.ConnectAsync(cluster))
        {
            var active = await Activations.OfCompaniesAsync(client.Grains);
            Assert.Equal(grains.SiloPort, Assert.Single(active).Key);
            Assert.Superset(traffic.All.Select(c => c.Id).ToHashSet(), active[grains.SiloPort].ToHashSet());
        }

        Assert.Equal(HttpStatusCode.NotFound, await grains.Api.StatusAsync($"/billing/usage?companyId={traffic.All[0].Id}&{Traffic.Range}"));
        Assert.Equal(HttpStatusCode.OK, await grains.Api.StatusAsync("/healthz/ready"));

        Assert.Equal(0, await grains.StopAsync());
        var noticed = await Until.HoldsAsync(
            async () => await gateway.Api.StatusAsync("/healthz/ready") == HttpStatusCode.ServiceUnavailable,
            NoticedWithin,
            () => $"the gateway is ready without a silo for companies.\n{gateway.Log}");
        foreach (var company in traffic.All)
            await AnswersUnavailableAsync(gateway, $"companyId={company.Id}&", null);
        await AnswersUnavailableAsync(gateway, "", traffic.AtsKey);
        output.WriteLine($"Without a silo for companies the gateway is not ready {noticed.TotalSeconds:0.00} s after its end, and answers every read by 503.");

        // A runtime that starts now has nobody to record to yet.
        await using var early = await RecorderClient.ConnectAsync(cluster);
        var (customer, sent) = new EventSource(traffic.All, seed: 99).Next();
        var recording = early.Recorder.RecordAsync(sent.Event).AsTask();

        await grains.StartAsync();
        await grains.ReadyAsync();
        output.WriteLine($"Reads were all back {(await traffic.BackAsync()).TotalSeconds:0.00} s after one was ready again.");
        Assert.Equal(RecordOutcome.Accepted, await recording.WaitAsync(RecordedWithin));
        customer.Acknowledge(sent);
        await traffic.FlowsAsync();
        output.WriteLine(await traffic.EndAsync());
        Assert.Equal(0, await gateway.StopAsync());
        Assert.Equal(0, await grains.StopAsync());
    }

    private static async Task AnswersUnavailableAsync(SiloNode gateway, string which, string? key)
    {
        var answer = await gateway.Api.TryAsync(HttpMethod.Get, $"/billing/usage?{which}{Traffic.Range}", null, key);
        Assert.True(answer.Status == HttpStatusCode.ServiceUnavailable, $"{which} {answer.Status} {answer.Text}");
    }
}
