using UsageCluster.Cli.Tests.Support;
using Xunit.Abstractions;

namespace UsageCluster.Cli.Tests.Auditing;

/// <summary>
/// What an audit takes of memory: a share for each event of the largest company, and none for the others. With <c>USAGE_TEST_LONG</c>, 10^6 events of one
/// company and 10,000 companies.
/// </summary>
[Collection(StoreCollection.Name)]
public class AuditMemoryTests(PostgresServerFixture postgres, ITestOutputHelper output)
{
    private const int Page = 5_000;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("USAGE_TEST_LONG") == "1";

    [Fact]
    public async Task One_large_company_takes_a_bounded_share_for_each_of_its_events()
    {
        var events = IsLong ? 1_000_000 : 150_000;
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var idle = await AuditAsync(store, 0, 0);
        await FillAsync(store, "large", events);

        var peak = await AuditAsync(store, 1, events + 1);

        Tell($"one company of {events} events", idle, peak);
        // Its books take 40 bytes an event at most, its keys as much; an entry that were kept would take 500.
        Assert.InRange(peak - idle, 0, (48L << 20) + (120L * events));
    }

    [Fact]
    public async Task Many_companies_take_no_more_than_one_of_them()
    {
        var (companies, events) = IsLong ? (10_000, 100) : (300, 400);
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var idle = await AuditAsync(store, 0, 0);
        for (var i = 0; i < companies; i++)
            await FillAsync(store, $"company-{i}", events);

        var peak = await AuditAsync(store, companies, companies * (events + 1L));

        Tell($"{companies} companies of {events} events", idle, peak);
        Assert.InRange(peak - idle, 0, 48L << 20);
    }

    private static async Task<long> AuditAsync(StoreCase store, int companies, long entries)
    {
        var run = await MeasuredRun.OfAsync(["audit", .. store.Place]);
        Assert.StartsWith($"{companies} companies, {entries} entries, ", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
        return run.PeakBytes;
    }

    private static async Task FillAsync(StoreCase store, string companyId, int events)
    {
        var company = await WrittenCompany.MakeAsync(store, companyId);
        var use = company.Use("", 0, 60_000);
        for (var from = 0; from < events; from += Page)
        {
            await company.AppendAsync([.. Enumerable.Range(from, Math.Min(Page, events - from)).Select(i => use with
            {
                Version = i + 2,
                Event = use.Event with { EventId = $"event-{i}", InterviewId = $"interview-{i}", OccurredAt = WrittenCompany.January.Plus(TimeSpan.FromSeconds(20 * i)) },
            })]);
        }
    }

    private void Tell(string what, long idle, long peak) => output.WriteLine($"{what}: {peak >> 20} MiB at the peak, {(peak - idle) >> 20} MiB above that of an empty store");
}
