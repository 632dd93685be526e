using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>What every <see cref="ILedger"/> does. A store's tests derive from it and bring the factory.</summary>
public abstract partial class LedgerConformance(StoreFactory factory)
{
    private OpenStore Store => factory.Store;

    private ILedger Ledger => Store.Ledger;

    /// <summary>A new company without entries, activated.</summary>
    private async Task<(string CompanyId, Activation Head)> ActivateNewAsync()
    {
        var company = Samples.Company();
        await Store.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
        return (company.CompanyId, await ActivateAsync(company.CompanyId));
    }

    private async Task<Activation> ActivateAsync(string companyId) => (await Ledger.ActivateAsync(companyId, Store.LeaseNo, CancellationToken.None))!;

    private async Task<AppendResult> AppendAsync(AppendRequest request) =>
        Assert.Single(await Ledger.AppendAsync([request], CancellationToken.None));

    /// <summary>Appends where nothing stands in the way.</summary>
    private async Task BookAsync(Activation head, string companyId, params string[] eventIds) =>
        Assert.Equal(AppendStatus.Appended, (await AppendAsync(Samples.Append(head, companyId, null, eventIds))).Status);

    private Task<IReadOnlyList<ChainedEntry>> ReadAllAsync(int companyNo) => Ledger.ReadAsync(companyNo, 0, 100_000, CancellationToken.None);

    private async Task<string[]> BookedIdsAsync(int companyNo) =>
        [.. (await ReadAllAsync(companyNo)).Select(e => ((UsageEntry)e.Entry).Event.EventId)];
}
