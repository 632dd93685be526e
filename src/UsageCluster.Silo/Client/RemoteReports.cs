using System.Collections.Concurrent;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Grains.Views;
using UsageCluster.Silo.Hosting;

namespace UsageCluster.Silo.Client;

/// <summary>
/// The last report of companies that are active on other silos: their silo says whether it still holds, on every read. Only spares its
/// travelling again; to be forgotten when the node's lease ends. Safe for concurrent use.
/// </summary>
internal sealed class RemoteReports(SiloBounds bounds)
{
    private readonly ConcurrentDictionary<string, Held> _reports = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>What is held of these companies, for a request; null: nothing.</summary>
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
            if (_count >= bounds.RemoteReportsMax)
                Clear();
            if (_reports.TryAdd(companyId, new Held(range, report)))
                Interlocked.Increment(ref _count);
        }
        else if (before.Range != range || !ReferenceEquals(before.Report, report))
        {
            _reports[companyId] = new Held(range, report);
        }
    }

    public void Clear()
    {
        _reports.Clear();
        Volatile.Write(ref _count, 0);
    }

    private sealed record Held(TimeRange Range, CompanyReport Report);
}
