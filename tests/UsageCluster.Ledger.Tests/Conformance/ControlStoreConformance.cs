using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>What every <see cref="IControlStore"/> does. A store's tests derive from it and bring the factory.</summary>
public abstract partial class ControlStoreConformance(StoreFactory factory)
{
    private IControlStore Control => factory.Store.Control;

    [Fact]
    public async Task A_company_that_was_never_made_is_not_found() =>
        Assert.Null(await Control.FindCompanyAsync("nobody", CancellationToken.None));
}
