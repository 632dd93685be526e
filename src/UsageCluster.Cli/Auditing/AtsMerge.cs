using UsageCluster.Actors.Ports;
using UsageCluster.Core.Reports;

namespace UsageCluster.Cli.Auditing;

/// <summary>The members of one ATS: their reports merged as a server does it, held against their plain sums (invariant I3).</summary>
internal sealed class AtsMerge(string atsId)
{
    private readonly List<CompanyReport> _reports = [];
    private readonly RangeSums _sums = new();
    private string? _missing;

    public string AtsId => atsId;

    /// <summary>Whether the figures of every member are there.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Adds a member; null: its figures are not known.</summary>
    public void Add(CompanyFigures? figures)
    {
        if (figures is null)
        {
            IsWhole = false;
            return;
        }

        _reports.Add(figures.Report);
        _sums.Add(figures.Sums);
    }

    /// <summary>Adds a member that is no company.</summary>
    public void AddMissing(StoredMember member) => _missing ??= $"its member, the company of number {member.CompanyNo}, does not exist";

    /// <summary>What is off, in words; null: nothing is, as far as figures are there.</summary>
    public string? Fault()
    {
        if (_missing is not null || !IsWhole)
            return _missing;
        try
        {
            return _sums.DifferenceFrom(MergedTotals.Of(_reports)) is { } difference ? $"the report of all time {difference}" : null;
        }
        catch (OverflowException)
        {
            return "the figures of its companies leave what can be told of all together";
        }
    }
}
