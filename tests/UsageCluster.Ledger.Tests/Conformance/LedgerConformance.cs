using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>What every <see cref="ILedger"/> does. A store's tests derive from it and bring the factory.</summary>
public abstract partial class LedgerConformance(StoreFactory factory)
{
    private OpenStore Store => factory.Store;

    private ILedger Ledger => Store.Ledger;

    [Fact]
    public async Task Activating_an_unknown_company_answers_null() =>
        Assert.Null(await Ledger.ActivateAsync("nobody", CancellationToken.None));

    /// <summary>A new company without entries, activated.</summary>
    private async Task<(string CompanyId, Activation Head)> ActivateNewAsync()
    {
        var company = Samples.Company();
        await Store.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
        return (company.CompanyId, (await Ledger.ActivateAsync(company.CompanyId, CancellationToken.None))!);
    }
}
