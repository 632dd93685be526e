using UsageCluster.Core.Reports;

namespace UsageCluster.Actors.Ats;

/// <summary>An answer with what it was made of.</summary>
internal sealed class AtsAnswer
{
    private readonly AtsMembers _members;
    private readonly CompanyReport[] _reports;

    public AtsAnswer(AtsMembers members, CompanyReport[] reports)
    {
        _members = members;
        _reports = reports;
        var named = new NamedCompanyReport[reports.Length];
        for (var i = 0; i < named.Length; i++)
            named[i] = new NamedCompanyReport(members.Row.Members[i].CompanyName, reports[i]);
        Report = new AtsReport(named, MergedTotals.Of(reports));
    }

    public AtsReport Report { get; }

    public bool IsOf(AtsMembers members, CompanyReport[] reports)
    {
        if (!ReferenceEquals(members, _members))
            return false;
        for (var i = 0; i < reports.Length; i++)
        {
            if (!ReferenceEquals(reports[i], _reports[i]))
                return false;
        }

        return true;
    }
}
