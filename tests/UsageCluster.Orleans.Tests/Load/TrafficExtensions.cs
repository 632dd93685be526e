using System.Diagnostics;
using UsageCluster.Orleans.Tests.Support;

namespace UsageCluster.Orleans.Tests.Load;

/// <summary>What tests wait for while a load runs, and its end.</summary>
internal static class TrafficExtensions
{
    private const int AttemptsMax = 8;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Waits until every company has new events acknowledged, and reads go on.</summary>
    public static async Task FlowsAsync(this Traffic traffic)
    {
        var events = traffic.All.Select(c => c.Acknowledged.Events).ToArray();
        var reads = traffic.Reads;
        await Until.HoldsAsync(
            () => Task.FromResult(!traffic.Faults.IsEmpty() || (traffic.Reads > reads + 100 && traffic.All.Index().All(c => c.Item.Acknowledged.Events > events[c.Index] + 5))),
            Limit,
            () => $"events and reads do not flow. {traffic.Summary}");
        Assert.Empty(traffic.Faults);
    }

    /// <summary>How long it takes until every company has answered a read that began from now on, asked anew all the time.</summary>
    public static async Task<TimeSpan> BackAsync(this Traffic traffic)
    {
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(traffic.All.Select(company => FirstAnswerAsync(traffic, company, started)));
        return times.Max();
    }

    /// <summary>Ends the load and audits; returns a line about both.</summary>
    public static async Task<string> EndAsync(this Traffic traffic)
    {
        await traffic.StopAsync();
        var audited = await ClusterAudit.RunAsync(traffic.Cluster, traffic);
        return $"{traffic.Summary}; {audited} events audited.";
    }

    private static bool IsEmpty(this IReadOnlyCollection<string> faults) => faults.Count == 0;

    private static async Task<TimeSpan> FirstAnswerAsync(Traffic traffic, LoadedCompany company, long started)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        List<Task<bool>> attempts = [];
        while (!attempts.Any(a => a is { IsCompletedSuccessfully: true, Result: true }))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Limit, $"{company.Id} is not answered for.");
            attempts.RemoveAll(a => a.IsCompleted);
            // One that waits for a silo that is gone holds up none of the later ones.
            if (attempts.Count < AttemptsMax)
                attempts.Add(AnswersAsync(traffic, company));
            await pace.WaitForNextTickAsync();
        }

        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task<bool> AnswersAsync(Traffic traffic, LoadedCompany company)
    {
        var serving = traffic.Cluster.Serving;
        var silo = serving[Random.Shared.Next(serving.Length)];
        var answer = await silo.Api.TryAsync(HttpMethod.Get, $"/billing/usage?companyId={company.Id}&{Traffic.Range}");
        return answer.Status == System.Net.HttpStatusCode.OK;
    }
}
