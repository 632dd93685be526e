using UsageCluster.Actors.Ports;
using UsageCluster.Cli.Stores;

namespace UsageCluster.Cli.Auditing;

/// <summary>Goes through the companies of a ledger, one after the other, and then through its ATSs.</summary>
internal sealed class LedgerAuditor(IAuditReport report, AuditOptions options, TimeProvider clock)
{
    private AtsAudit? _ats;
    private long _companies;
    private long _off;
    private long _entries;

    /// <summary>
    /// Checks these companies, or all and their ATSs when none is named. The report is ended, too, when it throws what <see cref="ILedgerRows"/> throws, or
    /// <see cref="ArgumentException"/> for a company that does not exist.
    /// </summary>
    /// <returns>Whether all is well.</returns>
    public async Task<bool> RunAsync(
        Func<CancellationToken, Task<ILedgerRows>> open, IReadOnlyCollection<string> companyIds, CancellationToken cancellationToken)
    {
        options.Validate();
        var start = clock.GetTimestamp();
        string? failure = null;
        try
        {
            await using var rows = await open(cancellationToken);
            await CheckAsync(rows, new StoredRates(rows), companyIds, cancellationToken);
            return _off == 0;
        }
        catch (Exception e)
        {
            failure = e is OperationCanceledException ? "interrupted" : e.Message;
            throw;
        }
        finally
        {
            await report.EndAsync(new AuditTotals(_companies, _ats?.Checked ?? 0, _ats?.Unchecked ?? 0, _off, _entries, clock.GetElapsedTime(start), failure));
        }
    }

    private async Task CheckAsync(ILedgerRows rows, StoredRates rates, IReadOnlyCollection<string> companyIds, CancellationToken cancellationToken)
    {
        if (companyIds.Count == 0)
        {
            _ats = new AtsAudit(rows, rates, options);
            await _ats.ReadMembersAsync(cancellationToken);
        }

        await foreach (var company in rows.ChosenAsync(companyIds, options.CompaniesPage, cancellationToken))
        {
            var figures = await CheckAsync(rows, rates, company, cancellationToken);
            _ats?.Keep(company, figures);
        }

        if (_ats is null)
            return;
        await foreach (var finding in _ats.RunAsync(cancellationToken))
            await AddAsync(finding);
    }

    private async Task<CompanyFigures?> CheckAsync(ILedgerRows rows, StoredRates rates, StoredCompany company, CancellationToken cancellationToken)
    {
        var audit = new CompanyAudit(rows, company, rates, options);
        var fault = await audit.RunAsync(cancellationToken);
        _companies++;
        _entries += audit.EntriesRead;
        if (fault is not null)
            await AddAsync(new Finding(company.CompanyId, null, fault.Version, fault.What));
        return audit.Figures;
    }

    private Task AddAsync(Finding finding)
    {
        _off++;
        return report.AddAsync(finding);
    }
}
