using UsageCluster.Bench.Data;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Reports;
using UsageCluster.MicroBench.Support;

namespace UsageCluster.MicroBench.Allocations;

/// <summary>The pure core: sums, folds, merges, hashes.</summary>
internal static class CorePaths
{
    private const int Companies = 1_000;
    private const int Reports = 50;
    private const int Seeds = 200;
    private const int Entries = 2_000;

    public static IEnumerable<HotPath> All()
    {
        yield return RangeSum();
        yield return Report();
        yield return Merge();
        yield return Hash();
        yield return Key();
        yield return Apply();
        yield return Flush();
    }

    private static CompanyView View(int number)
    {
        var id = GeneratedUsage.CompanyId(number);
        var books = new CompanyBooks(id);
        books.Apply([.. QuietLedger.Entries(id, Seeds).Select(e => e.Entry)]);
        return books.View();
    }

    private static HotPath RangeSum()
    {
        var lines = View(0).Lines;
        return new HotPath("range-sum", lines.Count, () =>
        {
            for (var i = 0; i < lines.Count; i++)
                _ = lines[i].Sums(GeneratedUsage.Range);
            return Task.CompletedTask;
        });
    }

    private static HotPath Report()
    {
        var views = new CompanyView[Reports];
        // A view that has not been asked yet makes its report.
        return new HotPath(
            "report",
            Reports,
            () =>
            {
                foreach (var view in views)
                    _ = view.Report(GeneratedUsage.Range);
                return Task.CompletedTask;
            },
            () =>
            {
                for (var i = 0; i < views.Length; i++)
                    views[i] = View(i);
            });
    }

    private static HotPath Merge()
    {
        CompanyReport[] reports = [.. Enumerable.Range(0, Companies).Select(n => View(n % Reports).Report(GeneratedUsage.Range))];
        return new HotPath("merge", Companies, () =>
        {
            _ = MergedTotals.Of(reports);
            return Task.CompletedTask;
        });
    }

    private static HotPath Hash()
    {
        var entries = QuietLedger.Entries(GeneratedUsage.CompanyId(0), Entries);
        return new HotPath("entry-hash", entries.Count, () =>
        {
            foreach (var entry in entries)
                _ = HashChain.Next(entry.Hash, entry.Entry);
            return Task.CompletedTask;
        });
    }

    private static HotPath Key()
    {
        UsageEvent[] events = [.. GeneratedUsage.Of(0, Entries)];
        return new HotPath("event-key", events.Length, () =>
        {
            foreach (var report in events)
                _ = EventKey.Of(report.EventId);
            return Task.CompletedTask;
        });
    }

    private static HotPath Apply()
    {
        var id = GeneratedUsage.CompanyId(0);
        LedgerEntry[] entries = [.. QuietLedger.Entries(id, Entries).Select(e => e.Entry)];
        return new HotPath("apply", entries.Length, () =>
        {
            new CompanyBooks(id).Apply(entries);
            return Task.CompletedTask;
        });
    }

    /// <summary>What a flush of one event costs the books: the fold, and the view that shows it.</summary>
    private static HotPath Flush()
    {
        var id = GeneratedUsage.CompanyId(0);
        LedgerEntry[][] entries = [.. QuietLedger.Entries(id, Entries).Select(e => new[] { e.Entry })];
        return new HotPath("apply-and-view", entries.Length, () =>
        {
            var books = new CompanyBooks(id);
            foreach (var entry in entries)
            {
                books.Apply(entry);
                _ = books.View();
            }

            return Task.CompletedTask;
        });
    }
}
