using System.Runtime.CompilerServices;
using UsageCluster.Core.Reports;

namespace UsageCluster.Gateway.Usage;

/// <summary>
/// Keeps what was rendered of a report for as long as the report object lives. Engines return the same object while neither the companies nor
/// what lies in the range has changed, so an equal object means equal bytes. A company's name is not part of its report and is compared.
/// Of an answer, so much is kept; what is beyond is rendered whenever it is sent.
/// </summary>
internal sealed class RenderedReports(GatewayOptions options)
{
    private readonly ConditionalWeakTable<CompanyReport, CompanyFragment> _companies = [];
    private readonly ConditionalWeakTable<AtsReport, UsageAnswer> _ats = [];

    /// <summary>The answer about one company.</summary>
    public UsageAnswer Of(string companyName, CompanyReport report) =>
        _companies.TryGetValue(report, out var kept) && kept.CompanyName == companyName && kept.Alone is { } answer
            ? answer
            : Render(new NamedCompanyReport(companyName, report));

    /// <summary>The answer about an ATS: what did not change since another answer is not rendered again.</summary>
    public UsageAnswer Of(AtsReport report)
    {
        if (_ats.TryGetValue(report, out var answer))
            return answer;
        var left = (long)options.RenderedBytesMax;
        answer = new UsageAnswer(report.Companies, report.Totals, (company, renderer) =>
        {
            if (left <= 0)
                return null;
            var fragment = Fragment(company, renderer);
            left -= fragment.Entries.Length;
            return fragment;
        });
        _ats.AddOrUpdate(report, answer);
        return answer;
    }

    // Apart, so that only an answer that was not kept makes a closure.
    private UsageAnswer Render(NamedCompanyReport company)
    {
        using var renderer = new EntryRenderer();
        var fragment = Fragment(company, renderer);
        return fragment.Alone ??= new UsageAnswer([company], MergedTotals.Of([company.Report]), (_, _) => fragment);
    }

    private CompanyFragment Fragment(NamedCompanyReport company, EntryRenderer renderer)
    {
        var (name, report) = company;
        if (_companies.TryGetValue(report, out var fragment) && fragment.CompanyName == name)
            return fragment;
        fragment = new CompanyFragment(name, renderer.Entries(name, report).ToArray());
        _companies.AddOrUpdate(report, fragment);
        return fragment;
    }
}
