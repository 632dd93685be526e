using System.Runtime.CompilerServices;
using UsageCluster.Core.Reports;

namespace UsageCluster.Gateway.Usage;

/// <summary>
/// Keeps a company's rendered entries as long as its report object lives. A view returns the same object while neither the company nor what
/// lies in the range has changed, so an equal object means equal bytes, unless the name has changed.
/// </summary>
internal sealed class FragmentCache
{
    private readonly ConditionalWeakTable<CompanyReport, CompanyFragment> _fragments = new();

    /// <summary>The rendered entries of a report under a name.</summary>
    public CompanyFragment Get(string companyName, CompanyReport report)
    {
        if (_fragments.TryGetValue(report, out var fragment) && fragment.CompanyName == companyName)
            return fragment;
        fragment = new CompanyFragment(companyName, report);
        _fragments.AddOrUpdate(report, fragment);
        return fragment;
    }
}
