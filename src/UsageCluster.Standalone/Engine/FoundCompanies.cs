using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Leases;
using UsageCluster.Core.Books;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Standalone.Engine;

/// <summary>
/// The companies of a list, looked up once, and what they reported last: that none has changed since is told by their stamps, where a look at each
/// would fetch some objects that no cache holds when they are many, and a look-up far more. Keeps no actor. Safe for concurrent use.
/// </summary>
internal sealed class FoundCompanies(IReadOnlyList<string> companyIds, ActorDirectory<CompanyShell> companies)
{
    private readonly CommittedView?[] _found = new CommittedView?[companyIds.Count];
    private FoundReports? _last;
    private int _sweeps = companies.Sweeps;

    /// <summary>
    /// The reports of a range; the array of the call before if each is the same object. A null is of a company that shows nothing: its place is added to
    /// <paramref name="cold"/>, and the array is the caller's.
    /// </summary>
    public CompanyReport[] Report(TimeRange range, LeaseTerm held, ref List<int>? cold)
    {
        var last = Volatile.Read(ref _last);
        var known = IsNewSweep() || last?.IsOf(range, held) != true ? null : last;
        var same = known?.CountSame() ?? 0;
        if (known is not null && same == _found.Length)
            return known.Reports;

        var next = new FoundReports(held, _found.Length, known?.Window ?? new ReportWindow());
        if (known is not null)
            next.Take(known, 0, same);
        for (var i = same; i < _found.Length; i++)
        {
            if (known is not null && known.IsSame(i))
                next.Take(known, i, 1);
            else if (ViewOf(i, held, out var seen) is { } view)
                next.Take(i, view, seen, range);
            else
                (cold ??= []).Add(i);
        }

        if (cold is not null)
            return next.Reports;
        if (last is not null)
            next.Share(last);
        Volatile.Write(ref _last, next);
        return next.Reports;
    }

    // Once a sweep all are looked up, which tells the directory that they are in use.
    private bool IsNewSweep()
    {
        var sweeps = companies.Sweeps;
        if (Volatile.Read(ref _sweeps) == sweeps || Interlocked.Exchange(ref _sweeps, sweeps) == sweeps)
            return false;
        Array.Clear(_found);
        return true;
    }

    private CompanyView? ViewOf(int place, LeaseTerm held, out SeenStamp seen)
    {
        if (_found[place] is { } found && found.Under(held, out seen) is { } view)
            return view;

        // An activation that has ended shows nothing any more, and the next one is looked up.
        seen = default;
        if (companies.Find(companyIds[place])?.Actor.Committed is not { } next)
            return null;
        _found[place] = next;
        return next.Under(held, out seen);
    }
}
