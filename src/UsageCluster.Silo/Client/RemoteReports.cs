using System.Collections.Concurrent;
using UsageCluster.Actors.Leases;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Grains.Views;
using UsageCluster.Silo.Hosting;

namespace UsageCluster.Silo.Client;

/// <summary>
/// The last report of companies that are active on other silos: their silo says whether it still holds, on every read. Only spares its
/// travelling again. What was learned under one term of this node's lease is known under no other. Safe for concurrent use.
/// </summary>
internal sealed class RemoteReports(SiloBounds bounds)
{
    private volatile Learned? _learned;

    /// <summary>What was learned of these companies under a term that is held, for a request; null: nothing.</summary>
    public HeldReports? Of(IReadOnlyList<string> companyIds, LeaseTerm term) =>
        _learned is { } learned && ReferenceEquals(learned.Term, term) ? learned.Of(companyIds) : null;

    /// <summary>Keeps what was asked for and answered under a term.</summary>
    public void Keep(string companyId, TimeRange range, CompanyReport report, LeaseTerm term)
    {
        var learned = _learned;
        if (!ReferenceEquals(learned?.Term, term))
        {
            // A late answer of a former term takes nothing from the current one.
            if (!term.IsHeld)
                return;
            var next = new Learned(term, bounds.RemoteReportsMax);
            if (Interlocked.CompareExchange(ref _learned, next, learned) != learned)
                return;
            learned = next;
        }

        learned!.Keep(companyId, range, report);
    }

    public void Clear() => _learned = null;

    /// <summary>What was learned under one term.</summary>
    private sealed class Learned(LeaseTerm term, int countMax)
    {
        private readonly ConcurrentDictionary<string, Held> _reports = new(StringComparer.Ordinal);
        private int _count;

        public LeaseTerm Term => term;

        public HeldReports? Of(IReadOnlyList<string> companyIds)
        {
            TimeRange? range = null;
            CompanyReport?[]? found = null;
            long[]? versions = null;
            for (var i = 0; i < companyIds.Count; i++)
            {
                if (!_reports.TryGetValue(companyIds[i], out var held) || (range is { } first && held.Range != first))
                    continue;
                range ??= held.Range;
                found ??= new CompanyReport?[companyIds.Count];
                if (versions is null)
                {
                    versions = new long[companyIds.Count];
                    Array.Fill(versions, KnownReports.NoReport);
                }

                found[i] = held.Report;
                versions[i] = held.Report.Version;
            }

            return found is null ? null : new HeldReports(new KnownReports(range!.Value, versions!), found);
        }

        public void Keep(string companyId, TimeRange range, CompanyReport report)
        {
            if (!_reports.TryGetValue(companyId, out var before))
            {
                if (_count >= countMax)
                {
                    _reports.Clear();
                    Volatile.Write(ref _count, 0);
                }

                if (_reports.TryAdd(companyId, new Held(range, report)))
                    Interlocked.Increment(ref _count);
            }
            else if (before.Range != range || !ReferenceEquals(before.Report, report))
            {
                _reports[companyId] = new Held(range, report);
            }
        }
    }

    private sealed record Held(TimeRange Range, CompanyReport Report);
}
