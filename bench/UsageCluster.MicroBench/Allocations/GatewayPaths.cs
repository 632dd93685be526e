using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Bench.Data;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Security;
using UsageCluster.Gateway.Usage;
using UsageCluster.MicroBench.Support;

namespace UsageCluster.MicroBench.Allocations;

/// <summary>Requests through the whole gateway, without a server's own share.</summary>
internal static class GatewayPaths
{
    private const int Requests = 200;
    private const int AtsRequests = 5;
    private const int Batch = 100;

    public static async IAsyncEnumerable<HotPath> AllAsync(Node node, int companies)
    {
        yield return KeyLookup(node);
        var query = string.Create(CultureInfo.InvariantCulture, $"?start={GeneratedUsage.Range.Start}&end={GeneratedUsage.Range.End}");
        var company = new Exchange("GET", "/billing/usage", query, node.Keys.CompanyKey);
        var connection = node.Connect(company);
        yield return Get("read-company", connection, company, 200, Requests);

        var known = new Exchange("GET", "/billing/usage", query, node.Keys.CompanyKey);
        await connection.SendAsync();
        known.Headers.IfNoneMatch = company.ETag;
        yield return Get("not-modified", node.Connect(known), known, 304, Requests);

        var ats = new Exchange("GET", "/billing/usage", query, node.Keys.AtsKey);
        yield return Get("read-ats", node.Connect(ats), ats, 200, AtsRequests, companies);
        yield return Json(await node.Client.ReportAtsAsync(FixedControl.AtsId, GeneratedUsage.Range, CancellationToken.None));
        yield return Ingest("ingest", node, companies: 1);
        yield return Ingest("ingest-spread", node, Math.Min(Batch, companies));
    }

    private static HotPath KeyLookup(Node node)
    {
        var check = node.Services.GetRequiredService<KeyCheck>();
        var scope = node.Services.GetRequiredService<AccessScope>();
        var text = node.Keys.CompanyKey.AsMemory();
        var now = Instant.From(DateTimeOffset.UtcNow);
        return new HotPath("key-lookup", Requests, async () =>
        {
            for (var i = 0; i < Requests; i++)
            {
                var principal = await check.FindAsync(text, now, CancellationToken.None);
                _ = await scope.DecideAsync(principal!, companyId: null, CancellationToken.None);
            }
        });
    }

    private static HotPath Get(string name, InProcessServer.IConnection connection, Exchange exchange, int status, int requests, int operationsEach = 1) => new(
        name,
        requests * operationsEach,
        async () =>
        {
            for (var i = 0; i < requests; i++)
            {
                await connection.SendAsync();
                if (exchange.StatusCode != status)
                    throw new InvalidOperationException($"{name} was answered {exchange.StatusCode}.");
            }
        });

    private static HotPath Json(AtsReport? report)
    {
        var companies = report!.Companies;
        return new HotPath("json", companies.Count, () =>
        {
            using var renderer = new EntryRenderer();
            foreach (var page in companies.Pages)
                _ = EntriesHash.Of(renderer.Entries(page.Companies));
            return Task.CompletedTask;
        });
    }

    private static HotPath Ingest(string name, Node node, int companies)
    {
        var events = new FreshEvents(companies);
        var exchange = new Exchange("POST", "/ingest/events", "", node.Keys.RuntimeKey);
        var connection = node.Connect(exchange);
        return new HotPath(
            name,
            Batch,
            async () =>
            {
                await connection.SendAsync();
                if (exchange.StatusCode != 200)
                    throw new InvalidOperationException($"Events were answered {exchange.StatusCode}.");
            },
            () =>
            {
                var json = new StringBuilder("[");
                for (var i = 0; i < Batch; i++)
                {
                    var report = events.Next();
                    json.Append(i == 0 ? "" : ",").Append(
                        CultureInfo.InvariantCulture,
                        $$"""{"eventId":"{{report.EventId}}","companyId":"{{report.CompanyId}}","occurredAt":"{{report.OccurredAt}}","durationSeconds":{{report.DurationMs / 1000}},"costKey":"{{report.CostKey}}","agentFocus":"{{report.AgentFocus}}"}""");
                }

                exchange.Carry(Encoding.UTF8.GetBytes(json.Append(']').ToString()));
            });
    }
}
