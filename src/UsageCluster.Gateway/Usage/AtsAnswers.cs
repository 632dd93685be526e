using System.Collections.Concurrent;
using UsageCluster.Core.Reports;

namespace UsageCluster.Gateway.Usage;

/// <summary>
/// Keeps the last rendered answer of each ATS. It is given again if every company's report is the very object that was rendered and has the same
/// name; else only what differs is rendered. Bounded in companies over all ATSs; beyond the bound everything is forgotten.
/// </summary>
internal sealed class AtsAnswers(FragmentCache fragments, GatewayOptions options)
{
    private readonly ConcurrentDictionary<string, Rendered> _last = new(StringComparer.Ordinal);
    private long _companies;

    /// <summary>The answer for an ATS's figures.</summary>
    public UsageAnswer Get(string atsId, AtsReport report)
    {
        _last.TryGetValue(atsId, out var last);
        if (last is not null && last.IsOf(report.Companies))
            return last.Answer;
        var rendered = Render(report, last);
        Keep(atsId, rendered, last);
        return rendered.Answer;
    }

    private Rendered Render(AtsReport report, Rendered? last)
    {
        var companies = report.Companies;
        var sources = new NamedCompanyReport[companies.Count];
        var parts = new CompanyFragment[companies.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var company = companies[i];
            sources[i] = company;
            parts[i] = last?.FragmentAt(i, company) ?? fragments.Get(company.CompanyName, company.Report);
        }

        return new Rendered(sources, parts, new UsageAnswer(parts, report.Totals));
    }

    private void Keep(string atsId, Rendered rendered, Rendered? last)
    {
        if (rendered.Count > options.RenderedCompaniesMax)
            return;
        if (Interlocked.Add(ref _companies, rendered.Count - (last?.Count ?? 0)) > options.RenderedCompaniesMax)
        {
            _last.Clear();
            Interlocked.Exchange(ref _companies, rendered.Count);
        }

        _last[atsId] = rendered;
    }

    private sealed class Rendered(NamedCompanyReport[] sources, CompanyFragment[] fragments, UsageAnswer answer)
    {
        public UsageAnswer Answer => answer;

        public int Count => sources.Length;

        public bool IsOf(IReadOnlyList<NamedCompanyReport> companies)
        {
            if (companies.Count != sources.Length)
                return false;
            for (var i = 0; i < sources.Length; i++)
            {
                if (!IsSame(sources[i], companies[i]))
                    return false;
            }

            return true;
        }

        public CompanyFragment? FragmentAt(int index, NamedCompanyReport company) =>
            index < sources.Length && IsSame(sources[index], company) ? fragments[index] : null;

        private static bool IsSame(NamedCompanyReport one, NamedCompanyReport other) =>
            ReferenceEquals(one.Report, other.Report) && (ReferenceEquals(one.CompanyName, other.CompanyName) || one.CompanyName == other.CompanyName);
    }
}
