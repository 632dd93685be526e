using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Books;

public class ConcurrentReadersTests
{
    private const int Events = 60_000;
    private const int Readers = 3;

    private static readonly TimeRange Everything = At.Range(0, 10L * Events);

    /// <summary>
    /// Each event's quantity is its version and each interview's is odd, so that any view's figures follow from its version alone.
    /// One in eight comes late; the tail grows, seals and splits under the readers.
    /// </summary>
    [Fact]
    public void Readers_see_whole_views_while_entries_are_applied()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes));
        var published = books.View();
        var isDone = false;
        var failures = new Exception?[Readers];
        var readers = Enumerable.Range(0, Readers).Select(i => new Thread(() =>
        {
            try
            {
                long seen = 0;
                while (!Volatile.Read(ref isDone))
                    seen = AssertWhole(Volatile.Read(ref published), seen);
                Assert.Equal(Events, AssertWhole(Volatile.Read(ref published), seen));
            }
            catch (Exception e)
            {
                failures[i] = e;
            }
        })).ToArray();
        foreach (var reader in readers)
            reader.Start();

        var random = new Random(7);
        var batch = new List<LedgerEntry>();
        for (var version = 2L; version <= Events; version++)
        {
            var offset = version % 8 == 0 ? random.NextInt64(10 * version) : 10 * version - 1;
            batch.Add(Make.Usage(version, At.Tick(offset), version, version % 5 == 0 ? "other" : "interview_minutes", counts: version % 2 == 1));
            if (batch.Count < 1 + (version % 13) && version < Events)
                continue;
            books.Apply(batch);
            batch.Clear();
            Volatile.Write(ref published, books.View());
        }

        Volatile.Write(ref isDone, true);
        foreach (var reader in readers)
            reader.Join();
        Assert.All(failures, Assert.Null);
    }

    private static long AssertWhole(CompanyView view, long seen)
    {
        Assert.True(view.Version >= seen);
        var n = view.Version;
        var expectedQuantity = (n * (n + 1) / 2) - 1;
        var expectedInterviews = ((n + 1) / 2) - 1;
        AssertSums(view, Everything, n - 1, expectedInterviews, expectedQuantity);

        // Two parts that meet anywhere are the whole: the columns within chunks are whole too.
        var middle = At.Tick(n * 7 % (10L * Events - 2) + 1);
        var left = view.Report(new TimeRange(Everything.Start, middle)).Systems[0];
        var right = view.Report(new TimeRange(middle, Everything.End)).Systems[0];
        Assert.Equal(expectedQuantity, left.Quantity + right.Quantity);
        Assert.Equal(expectedInterviews, left.Interviews + right.Interviews);
        return n;
    }

    private static void AssertSums(CompanyView view, TimeRange range, long events, long interviews, long quantity)
    {
        var report = view.Report(range);
        Assert.Equal(view.Version, report.Version);
        var system = Assert.Single(report.Systems);
        Assert.Equal((events, interviews, quantity), (system.Buckets.Sum(b => b.Events), system.Interviews, system.Quantity));
    }
}
