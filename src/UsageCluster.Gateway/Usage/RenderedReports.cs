using System.Runtime.CompilerServices;
using UsageCluster.Core.Reports;

namespace UsageCluster.Gateway.Usage;

/// <summary>
/// Keeps what was rendered of a report for as long as the report object lives. Engines return the same object while neither the companies nor
/// what lies in the range has changed, so an equal object means equal bytes. A company's name is not part of its report and is compared.
/// </summary>
internal sealed class RenderedReports
{
    private readonly ConditionalWeakTable<CompanyReport, CompanyFragment> _companies = new();
    private readonly ConditionalWeakTable<AtsReport, UsageAnswer> _ats = new();

    /// <summary>The answer about one company.</summary>
    public UsageAnswer Of(string companyName, CompanyReport report) => Fragment(companyName, report).Alone(report);

    /// <summary>The answer about an ATS: what did not change since another answer is not rendered again.</summary>
    public UsageAnswer Of(AtsReport report)
    {
        if (_ats.TryGetValue(report, out var answer))
            return answer;
        var fragments = new CompanyFragment[report.Companies.Count];
        for (var i = 0; i < fragments.Length; i++)
        {
            var company = report.Companies[i];
            fragments[i] = Fragment(company.CompanyName, company.Report);
        }

        answer = new UsageAnswer(fragments, report.Totals);
        _ats.AddOrUpdate(report, answer);
        return answer;
    }

    private CompanyFragment Fragment(string companyName, CompanyReport report)
    {
        if (_companies.TryGetValue(report, out var fragment) && fragment.CompanyName == companyName)
            return fragment;
        fragment = new CompanyFragment(companyName, report);
        _companies.AddOrUpdate(report, fragment);
        return fragment;
    }
}
