using System.Runtime.CompilerServices;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Cli.Auditing;

/// <summary>
/// Checks ATSs after their companies: every member exists, and the merge of the members' reports is the sum of their entries (invariant I3). Memory: the
/// figures of <see cref="AuditOptions.AtsMembersMax"/> companies.
/// </summary>
internal sealed class AtsAudit(ILedgerRows rows, StoredRates rates, AuditOptions options)
{
    // By number, of companies that are members; null: the company is off.
    private readonly Dictionary<int, CompanyFigures?> _figures = [];

    /// <summary>ATSs that were checked.</summary>
    public long Checked { get; private set; }

    /// <summary>ATSs that were not, since figures of members are missing.</summary>
    public long Unchecked { get; private set; }

    /// <summary>Learns which companies are members; before these are checked.</summary>
    public async Task ReadMembersAsync(CancellationToken cancellationToken)
    {
        await foreach (var member in MembersAsync(cancellationToken))
        {
            if (_figures.Count == options.AtsMembersMax)
                return;
            if (member.CompanyId is not null)
                _figures[member.CompanyNo] = null;
        }
    }

    /// <summary>Keeps the figures of a company that is a member; null: it is off.</summary>
    public void Keep(StoredCompany company, CompanyFigures? figures)
    {
        if (_figures.ContainsKey(company.CompanyNo))
            _figures[company.CompanyNo] = figures;
    }

    /// <summary>Checks all ATSs; after the companies.</summary>
    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AtsMerge? ats = null;
        await foreach (var member in MembersAsync(cancellationToken))
        {
            if (ats?.AtsId != member.AtsId)
            {
                if (End(ats) is { } finding)
                    yield return finding;
                ats = new AtsMerge(member.AtsId);
            }

            if (member.CompanyId is null)
                ats.AddMissing(member);
            else
                ats.Add(await FiguresAsync(new StoredCompany(member.CompanyNo, member.CompanyId), cancellationToken));
        }

        if (End(ats) is { } last)
            yield return last;
    }

    private Finding? End(AtsMerge? ats)
    {
        if (ats is null)
            return null;
        var fault = ats.Fault();
        if (fault is not null || ats.IsWhole)
            Checked++;
        else
            Unchecked++;
        return fault is null ? null : new Finding(null, ats.AtsId, null, fault);
    }

    private async ValueTask<CompanyFigures?> FiguresAsync(StoredCompany company, CancellationToken cancellationToken)
    {
        if (_figures.TryGetValue(company.CompanyNo, out var figures) || _figures.Count >= options.AtsMembersMax)
            return figures;

        // It was made, or became a member, while companies were checked.
        var audit = new CompanyAudit(rows, company, rates, options);
        await audit.RunAsync(cancellationToken);
        return _figures[company.CompanyNo] = audit.Figures;
    }

    private async IAsyncEnumerable<StoredMember> MembersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoredMember? last = null;
        while (await rows.AtsMembersAsync(last, options.CompaniesPage, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var member in page)
                yield return member;
            last = page[^1];
        }
    }
}
