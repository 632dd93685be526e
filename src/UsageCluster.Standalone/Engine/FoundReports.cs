using UsageCluster.Actors.Leases;
using UsageCluster.Core.Books;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Standalone.Engine;

/// <summary>What the companies of a list reported, and how to know that they would report the same. Immutable once it is kept.</summary>
/// <param name="term">The term that their activations began under.</param>
/// <param name="count">Companies.</param>
/// <param name="window">Where the reports that it begins with hold; new: it begins with none.</param>
internal sealed class FoundReports(LeaseTerm term, int count, ReportWindow window)
{
    private readonly SeenStamp[] _seen = new SeenStamp[count];
    private ReportWindow _window = window;

    /// <summary>The reports, in the order of the companies.</summary>
    public CompanyReport[] Reports { get; private set; } = new CompanyReport[count];

    /// <summary>Where all reports hold, and perhaps some that were there before them.</summary>
    public ReportWindow Window => _window;

    /// <summary>Whether an unchanged company would report the same.</summary>
    public bool IsOf(TimeRange range, LeaseTerm held) => ReferenceEquals(term, held) && _window.Holds(range);

    /// <summary>How many of the first companies have not changed.</summary>
    public int CountSame() => term.Stamps.CountSame(_seen);

    /// <summary>Whether a company has not changed.</summary>
    public bool IsSame(int place) => term.Stamps.IsSame(_seen[place]);

    /// <summary>Takes companies over from before.</summary>
    public void Take(FoundReports before, int place, int companies)
    {
        before._seen.AsSpan(place, companies).CopyTo(_seen.AsSpan(place));
        before.Reports.AsSpan(place, companies).CopyTo(Reports.AsSpan(place));
    }

    /// <summary>Takes the report of a company.</summary>
    public void Take(int place, CompanyView view, in SeenStamp seen, TimeRange range)
    {
        _seen[place] = seen;
        Reports[place] = view.Report(range, ref _window);
    }

    /// <summary>Gives the array of before if each report in it is the same object.</summary>
    public void Share(FoundReports before)
    {
        if (Reports.AsSpan().SequenceEqual(before.Reports))
            Reports = before.Reports;
    }
}
