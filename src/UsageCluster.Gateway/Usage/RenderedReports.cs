using System.Runtime.CompilerServices;
using UsageCluster.Core.Reports;

namespace UsageCluster.Gateway.Usage;

/// <summary>
/// Keeps what was rendered of a report for as long as the report object lives. Engines return the same object while neither the companies nor
/// what lies in the range has changed, so an equal object means equal bytes; of an ATS of which some have, the other pages are the
/// same. A company's name is not part of its report and is compared. Of all ATSs together so much is kept; what is beyond is rendered whenever it is sent.
/// </summary>
internal sealed class RenderedReports(GatewayOptions options)
{
    private readonly ConditionalWeakTable<CompanyReport, CompanyAnswer> _companies = [];
    private readonly ConditionalWeakTable<AtsReport, UsageAnswer> _ats = [];
    private readonly PageRenderer _pages = new(new RenderedBytes(options.RenderedBytesMax));

    /// <summary>The answer about one company.</summary>
    public UsageAnswer Of(string companyName, CompanyReport report)
    {
        if (_companies.TryGetValue(report, out var kept) && kept.CompanyName == companyName)
            return kept.Answer;
        CompanyPages companies = [new NamedCompanyReport(companyName, report)];
        var answer = new UsageAnswer(companies, [_pages.Whole(companies.Pages[0])], MergedTotals.Of([report]), _pages);
        _companies.AddOrUpdate(report, new CompanyAnswer(companyName, answer));
        return answer;
    }

    /// <summary>The answer about an ATS.</summary>
    public UsageAnswer Of(AtsReport report)
    {
        if (_ats.TryGetValue(report, out var answer))
            return answer;
        var pages = new RenderedPage[report.Companies.Pages.Length];
        for (var i = 0; i < pages.Length; i++)
            pages[i] = _pages.Of(report.Companies.Pages[i]);
        answer = new UsageAnswer(report.Companies, pages, report.Totals, _pages);
        _ats.AddOrUpdate(report, answer);
        return answer;
    }

    private sealed record CompanyAnswer(string CompanyName, UsageAnswer Answer);
}
