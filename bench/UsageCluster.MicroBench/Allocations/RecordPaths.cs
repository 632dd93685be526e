using UsageCluster.Actors.Companies;
using UsageCluster.Bench.Data;
using UsageCluster.Core.Events;
using UsageCluster.MicroBench.Support;

namespace UsageCluster.MicroBench.Allocations;

/// <summary>The engine's client, over a ledger that says yes at once.</summary>
internal static class RecordPaths
{
    private const int Events = 500;
    private const int Batch = 100;

    public static IEnumerable<HotPath> All(Node node)
    {
        yield return Record(node);
        yield return RecordTogether(node);
        yield return RecordBatch(node);
    }

    /// <summary>Each event is a flush and a statement of its own.</summary>
    private static HotPath Record(Node node)
    {
        var fresh = new FreshEvents(1);
        var events = new UsageEvent[Events];
        return new HotPath(
            "record",
            Events,
            async () =>
            {
                foreach (var report in events)
                    Expect((await node.Client.RecordAsync(report, CancellationToken.None)).Status);
            },
            () => Fill(events, fresh));
    }

    /// <summary>A company's calls that come together, each of one event.</summary>
    private static HotPath RecordTogether(Node node)
    {
        var fresh = new FreshEvents(1);
        var events = new UsageEvent[Events];
        var calls = new Task<RecordOutcome>[Events];
        return new HotPath(
            "record-together",
            Events,
            async () =>
            {
                for (var i = 0; i < events.Length; i++)
                    calls[i] = node.Client.RecordAsync(events[i], CancellationToken.None).AsTask();
                foreach (var call in calls)
                    Expect((await call).Status);
            },
            () => Fill(events, fresh));
    }

    private static HotPath RecordBatch(Node node)
    {
        var fresh = new FreshEvents(1);
        var events = new UsageEvent[Batch];
        return new HotPath(
            "record-batch",
            Batch,
            async () =>
            {
                var outcomes = await node.Client.RecordAsync(GeneratedUsage.CompanyId(0), events, dryRun: false, CancellationToken.None);
                for (var i = 0; i < outcomes.Count; i++)
                    Expect(outcomes[i].Status);
            },
            () => Fill(events, fresh));
    }

    private static void Fill(UsageEvent[] events, FreshEvents fresh)
    {
        for (var i = 0; i < events.Length; i++)
            events[i] = fresh.Next();
    }

    private static void Expect(RecordStatus status)
    {
        if (status != RecordStatus.Accepted)
            throw new InvalidOperationException($"An event is {status}.");
    }
}
