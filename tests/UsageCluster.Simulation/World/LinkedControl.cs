using UsageCluster.Actors.Control;
using UsageCluster.Core.Pricing;
using UsageCluster.Simulation.Faults;

namespace UsageCluster.Simulation.World;

/// <summary>The control plane's rows as a process reaches them.</summary>
internal class LinkedControl(StoreLink link, ControlRows rows) : PartialControlStore
{
    public override Task<ControlChanges> ChangesSinceAsync(long revision, CancellationToken cancellationToken) =>
        ReadAsync(() => rows.ChangesSince(revision), cancellationToken);

    public override Task<CompanyRow?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) =>
        ReadAsync(() => rows.Company(companyId), cancellationToken);

    public override Task<AtsRow?> FindAtsAsync(string atsId, CancellationToken cancellationToken) => ReadAsync(() => rows.Ats(atsId), cancellationToken);

    public override Task<RateBook> LoadRatesAsync(CancellationToken cancellationToken) => ReadAsync(() => rows.Rates, cancellationToken);

    /// <summary>Writes rows, as an administrator's call does.</summary>
    public Task<bool> WriteAsync(Action<ControlRows> write) => ReadAsync(
        () =>
        {
            write(rows);
            return true;
        },
        CancellationToken.None);

    private Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken) =>
        link.CallAsync(CallPoint.Control, () => Task.FromResult(read()), cancellationToken);
}
