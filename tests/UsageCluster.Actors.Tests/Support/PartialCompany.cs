using UsageCluster.Actors.Companies;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Tests.Support;

/// <summary>A company of which most uses are in its snapshot alone when it has been activated, and the fold over its ledger.</summary>
internal static class PartialCompany
{
    public const int Uses = 4_000;

    private const int Hours = 4_000;
    public static readonly string[] CostKeys = ["interview_minutes", "transcription"];
    public static readonly TimeRange All = new(Instant.Earliest, Instant.Latest);
    public static readonly CompanyActorOptions Options = new()
    {
        SnapshotEntriesMin = 1_000_000,
        SnapshotAtDeactivationEntriesMin = 3,
        SnapshotReadBytesMax = 6_000,
    };

    public static TestNode Node(int? seed = null)
    {
        var node = new TestNode(Options, seed: seed);
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes);
        return node;
    }

    // From here on activations know the beginning of the snapshot.
    public static async Task WriteAsync(TestNode node, Random random, int uses = Uses)
    {
        var actor = await node.ActivateAsync();
        await actor.RecordAsync([.. Enumerable.Range(0, uses).Select(i => Event($"e{i}", random))], dryRun: false);
        await actor.DeactivateAsync(CancellationToken.None);
        var snapshot = node.Snapshots[TestNode.Company]!;
        node.Snapshots.BeginningMax = SnapshotBytes.HeadLength(snapshot.Books);
        node.Snapshots.Saved.Clear();
    }

    public static async Task<CompanyActor> WrittenAsync(TestNode node)
    {
        await WriteAsync(node, new Random(1));
        return await node.ActivateAsync();
    }

    public static UsageEvent Event(string id, Random random) =>
        TestNode.Event(id, hoursAgo: 1 + (random.NextDouble() * Hours), durationMs: 1_000 * (1 + random.Next(3_600))) with { CostKey = CostKeys[random.Next(2)] };

    public static UsageEvent[] Now(int count) => [.. Enumerable.Range(0, count).Select(i => TestNode.Event($"now {i}", hoursAgo: 0))];

    public static TimeRange Range(double fromHoursAgo, double hours) => new(
        TestNode.Now.Plus(TimeSpan.FromHours(-fromHoursAgo)), TestNode.Now.Plus(TimeSpan.FromHours(hours - fromHoursAgo)));

    public static TimeRange AnyRange(Random random) => Range(1 + (random.NextDouble() * Hours), 0.5 + (random.NextDouble() * Hours));

    public static async Task<CompanyReport> ReportAsync(CompanyActor actor, TimeRange range)
    {
        var view = await actor.ViewAsync(range);
        Assert.NotNull(view);
        return view.Report(range);
    }

    public static CompanyBooks Fold(TestNode node, long? version = null)
    {
        var entries = node.Ledger.Of(TestNode.Company).Entries;
        var books = new CompanyBooks(TestNode.Company);
        books.Apply([.. entries.Take((int)(version ?? entries.Count)).Select(e => e.Entry)]);
        return books;
    }

    // As of the version that the report is of.
    public static void AssertFold(TestNode node, TimeRange range, CompanyReport report) =>
        Assert.Equal(Text(Fold(node, report.Version).View().Report(range)), Text(report));

    private static string Text(CompanyReport report) => $"{report.Version} " + string.Join(" | ", report.Systems.Select(s =>
        $"{s.System} {s.Quantity} {s.Interviews} [{string.Join(", ", s.Buckets.Select(b => $"{b.CostKey} {b.Events} {b.Interviews} {b.Quantity}"))}]"));
}
