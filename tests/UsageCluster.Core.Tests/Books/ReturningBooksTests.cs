using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Books;

/// <summary>Books of some thousand uses that become a snapshot and come back from it again and again, against books that never do.</summary>
public class ReturningBooksTests
{
    private const int Span = 20_000;
    private static readonly string[] CostKeys = ["interview_minutes", "alpha"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Appends_late_uses_corrections_and_reads_go_on_as_if_nothing_had_been(int seed)
    {
        var random = new Random(seed);
        var returning = Make.Books(Make.Switch(1, BillingSystem.Minutes));
        var staying = Make.Books(Make.Switch(1, BillingSystem.Minutes));
        var uses = new List<UsageEntry>();
        var corrected = new HashSet<long>();
        for (var step = 0; step < 60; step++)
        {
            var batch = new List<LedgerEntry>();
            for (var i = random.Next(200); i >= 0; i--)
                batch.Add((random.Next(20) == 0 ? Correction(random, Next(), uses, corrected) : null) as LedgerEntry ?? Use(random, Next(), step));
            uses.AddRange(batch.OfType<UsageEntry>());
            returning.Apply(batch);
            staying.Apply(batch);
            if (random.Next(3) == 0)
            {
                var snapshot = BooksSnapshot.Encode(returning);
                Assert.True(BooksSnapshot.TryDecode(Make.Company, snapshot, out _, looksInside: true));
                // Now and then the books go on that the snapshot was made of.
                if (random.Next(4) > 0)
                    Assert.True(BooksSnapshot.TryDecode(Make.Company, snapshot, out returning!));
            }

            AssertSame(random, staying.View(), returning.View());

            long Next() => staying.Version + batch.Count + 1;
        }

        Assert.True(staying.View().Lines.All(line => line.Uses.SealedCount > 1));
    }

    // In order as a rule, and late by any time.
    private static UsageEntry Use(Random random, long version, int step)
    {
        var tick = random.Next(10) == 0 ? random.Next(Span) : (step * Span / 60) + random.Next(Span / 60);
        return Make.Usage(version, At.Tick(tick), random.Next(3_600) * 1_000, CostKeys[random.Next(CostKeys.Length)], counts: random.Next(5) > 0);
    }

    private static CorrectionEntry? Correction(Random random, long version, List<UsageEntry> uses, HashSet<long> corrected)
    {
        if (uses.Count == 0)
            return null;
        var use = uses[random.Next(uses.Count)];
        if (!corrected.Add(use.Version))
            return null;
        var before = BookedUse.Of(use);
        return new CorrectionEntry
        {
            Version = version,
            RecordedAt = At.Start,
            Request = new CorrectionRequest { CorrectionId = "c", EventId = use.Event.EventId, Kind = CorrectionKind.Adjust, Reason = "r" },
            EventVersion = use.Version,
            PreviousVersion = 0,
            OccurredAt = use.Event.OccurredAt,
            IsTest = false,
            Before = before,
            After = random.Next(2) == 0 ? null : before with { Quantity = 1_000, Line = before.Line with { CostKey = CostKeys[random.Next(CostKeys.Length)] } },
        };
    }

    private static void AssertSame(Random random, CompanyView expected, CompanyView view)
    {
        Assert.Equal(expected.Version, view.Version);
        for (var i = 0; i < 10; i++)
        {
            var start = random.Next(Span);
            var range = At.Range(start, start + 1 + random.Next(Span));
            Assert.Equal(ReportText.Of(expected.Report(range)), ReportText.Of(view.Report(range)));
            var costKey = random.Next(2) == 0 ? null : CostKeys[random.Next(CostKeys.Length)];
            var (rows, skip) = (expected.Rows(costKey), random.Next(300));
            Assert.Equal(rows.Count(range), view.Rows(costKey).Count(range));
            Assert.Equal(rows.Newest(range, skip, 20), view.Rows(costKey).Newest(range, skip, 20));
        }
    }
}
