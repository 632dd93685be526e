using UsageCluster.Core.Reports;

namespace UsageCluster.Actors.Ats;

/// <summary>An answer with what it was made of; what does not differ from an earlier one is shared with it. Immutable.</summary>
internal sealed class AtsAnswer
{
    /// <summary>Pages whose sums are kept together.</summary>
    private const int PagesPerMerge = 64;

    private readonly AtsMembers _members;
    private readonly CompanyReport[][] _reports;
    private readonly CompanyPage[] _pages;
    private readonly ReportsMerge[] _merges;

    private AtsAnswer(AtsMembers members, CompanyReport[][] reports, CompanyPage[] pages, ReportsMerge[] merges)
    {
        _members = members;
        _reports = reports;
        _pages = pages;
        _merges = merges;
        var totals = new ReportsMerge();
        foreach (var merge in merges)
            totals.Add(merge);
        Report = new AtsReport(new CompanyPages(pages), totals.ToTotals());
    }

    public AtsReport Report { get; }

    /// <summary>The answer with these reports, which come in arrays of a fixed length: an earlier one if nothing differs.</summary>
    public static AtsAnswer Of(AtsMembers members, CompanyReport[][] reports, ReadOnlySpan<AtsAnswer> earlier)
    {
        // Ranges that are asked in turn have an answer each: the next one is most like that of its own range.
        AtsAnswer? like = null;
        var most = 0;
        foreach (var answer in earlier)
        {
            var same = answer.IsOf(members) ? answer.PagesLike(reports) : -1;
            if (same == answer._pages.Length)
                return answer;
            if (same > most)
                (like, most) = (answer, same);
        }

        return Make(members, reports, like);
    }

    /// <summary>Whether it is about these members.</summary>
    public bool IsOf(AtsMembers members) => _members == members;

    private static AtsAnswer Make(AtsMembers members, CompanyReport[][] reports, AtsAnswer? like)
    {
        var pages = new CompanyPage[CompanyPage.CountFor(members.CompanyIds.Length)];
        var merges = new ReportsMerge[(pages.Length + PagesPerMerge - 1) / PagesPerMerge];
        var next = new Cursor(reports);
        for (var i = 0; i < merges.Length; i++)
        {
            var differs = like is null;
            var end = Math.Min(pages.Length, (i + 1) * PagesPerMerge);
            for (var j = i * PagesPerMerge; j < end; j++)
            {
                pages[j] = next.Page(members, like?._pages[j]);
                differs |= pages[j] != like?._pages[j];
            }

            merges[i] = differs ? Merge(pages.AsSpan((i * PagesPerMerge)..end)) : like!._merges[i];
        }

        return new AtsAnswer(members, reports, pages, merges);
    }

    private static ReportsMerge Merge(ReadOnlySpan<CompanyPage> pages)
    {
        var merge = new ReportsMerge();
        foreach (var page in pages)
        {
            foreach (ref readonly var company in page.Companies)
                merge.Add(company.Report);
        }

        return merge;
    }

    private int PagesLike(CompanyReport[][] reports)
    {
        // A node gives the same arrays again where it knows that nothing differs.
        if (reports.AsSpan().SequenceEqual(_reports))
            return _pages.Length;
        var same = 0;
        var next = new Cursor(reports);
        foreach (var page in _pages)
        {
            if (next.IsNext(page))
                same++;
        }

        return same;
    }

    /// <summary>Walks through the reports.</summary>
    private ref struct Cursor(CompanyReport[][] reports)
    {
        private int _array;
        private int _place;
        private int _company;

        /// <summary>Passes as many reports as the page has; whether they are its reports.</summary>
        public bool IsNext(CompanyPage page)
        {
            var differs = false;
            foreach (ref readonly var company in page.Companies)
                differs |= !ReferenceEquals(company.Report, Next());
            return !differs;
        }

        /// <summary>The next page: <paramref name="before"/> if that has the same reports.</summary>
        public CompanyPage Page(AtsMembers members, CompanyPage? before)
        {
            var begin = this;
            if (before is not null && IsNext(before))
                return before;
            this = begin;
            var companies = new NamedCompanyReport[Math.Min(CompanyPage.Size, members.CompanyIds.Length - _company)];
            for (var i = 0; i < companies.Length; i++)
                companies[i] = new NamedCompanyReport(members.Row.Members[_company].CompanyName, Next());
            return new CompanyPage(companies);
        }

        private CompanyReport Next()
        {
            if (_place == reports[_array].Length)
                (_array, _place) = (_array + 1, 0);
            _company++;
            return reports[_array][_place++];
        }
    }
}
