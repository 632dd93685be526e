using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Leases;
using UsageCluster.Core.Books;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Standalone.Engine;

/// <summary>
/// The companies of a list, looked up once, and what they reported last: for each of a large ATS, a look-up takes far longer than to look at what the
/// company shows. Keeps no actor. Safe for concurrent use.
/// </summary>
internal sealed class FoundCompanies(IReadOnlyList<string> companyIds, ActorDirectory<CompanyShell> companies)
{
    private readonly CommittedView?[] _found = new CommittedView?[companyIds.Count];
    private CompanyReport[] _last = [];
    private int _sweeps = companies.Sweeps;

    /// <summary>
    /// The reports of a range; the array of the call before if each is the same object. A null is of a company that shows nothing: its place is added to
    /// <paramref name="cold"/>, and the array is the caller's.
    /// </summary>
    public CompanyReport[] Report(TimeRange range, LeaseTerm held, ref List<int>? cold)
    {
        Touch();
        var last = Volatile.Read(ref _last);
        var same = last.Length == 0 ? 0 : CountSame(last, range, held);
        if (same == _found.Length)
            return last;

        var reports = new CompanyReport[_found.Length];
        last.AsSpan(0, same).CopyTo(reports);
        for (var i = same; i < reports.Length; i++)
        {
            if (ViewOf(i, held) is { } view)
                reports[i] = view.Report(range);
            else
                (cold ??= []).Add(i);
        }

        if (cold is null)
            Volatile.Write(ref _last, reports);
        return reports;
    }

    // From the first on.
    private int CountSame(CompanyReport[] last, TimeRange range, LeaseTerm held)
    {
        for (var i = 0; i < last.Length; i++)
        {
            if (_found[i]?.Under(held) is not { } view || !ReferenceEquals(view.Report(range), last[i]))
                return i;
        }

        return last.Length;
    }

    // Once a sweep all are looked up, which tells the directory that they are in use.
    private void Touch()
    {
        var sweeps = companies.Sweeps;
        if (Interlocked.Exchange(ref _sweeps, sweeps) != sweeps)
            Array.Clear(_found);
    }

    private CompanyView? ViewOf(int place, LeaseTerm held) => _found[place]?.Under(held) ?? Find(place)?.Under(held);

    // An activation that has ended shows nothing any more, and the next one is looked up.
    private CommittedView? Find(int place)
    {
        var found = companies.Find(companyIds[place])?.Actor.Committed;
        if (found is not null)
            _found[place] = found;
        return found;
    }
}
