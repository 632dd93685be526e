using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Hosting;

/// <summary>
/// Asks the store what a first request will ask it: for a key, a company and an ATS that cannot be there, then for some that it happens to have, since to
/// read a row takes more code than to find none. Nothing is changed, and nobody is let in.
/// </summary>
internal sealed class StoreRehearsal(ILedger ledger, ISnapshots snapshots, ControlPlane control, KeyCheck keys, IUsageClient? usage)
{
    // No id has a space.
    private const string Nobody = "nobody at all";

    // Of these only the first may be there.
    private const int SomeCompanyNo = 1, NoCompanyNo = 0, EntriesMax = 8;

    /// <summary>Asks. Throws what the store throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await AskForNobodyAsync(cancellationToken);
        await AskForSomebodyAsync(cancellationToken);
    }

    private async Task AskForNobodyAsync(CancellationToken cancellationToken)
    {
        await keys.FindAsync(ApiKey.Mint(KeyKind.Company).Text.AsMemory(), Instant.Earliest, cancellationToken);
        await control.FindCompanyAsync(Nobody, cancellationToken);
        await control.FindAtsAsync(Nobody, cancellationToken);
        await control.RatesAsync(newerThan: null, cancellationToken);
        await snapshots.LoadAsync(Nobody, cancellationToken);
        await snapshots.ReadAsync(Nobody, version: 1, [new SnapshotRange(0, 1)], cancellationToken);
        await ledger.HashAtAsync(NoCompanyNo, version: 1, cancellationToken);
        if (usage is not null)
            await AskForReportAsync(usage, cancellationToken);
    }

    private async Task AskForSomebodyAsync(CancellationToken cancellationToken)
    {
        var someKeys = await control.Store.ListKeysAsync(new PageRequest(1, 1), cancellationToken);
        // By another secret than its own.
        if (someKeys.Rows is [var someKey])
            await keys.FindAsync(ApiKey.Mint(someKey.Kind, someKey.KeyId).Text.AsMemory(), Instant.Earliest, cancellationToken);
        await ledger.AckWaitsAsync([SomeCompanyNo], cancellationToken);
        var entries = await ledger.ReadAsync(SomeCompanyNo, afterVersion: 0, EntriesMax, cancellationToken);
        // An event names its company; a list of companies would be counted, which takes the longer the more there are.
        if (entries.Select(e => e.Entry).OfType<UsageEntry>().FirstOrDefault() is not { } use)
            return;
        await control.FindCompanyAsync(use.Event.CompanyId, cancellationToken);
        await snapshots.LoadAsync(use.Event.CompanyId, cancellationToken);
    }

    private static async Task AskForReportAsync(IUsageClient usage, CancellationToken cancellationToken)
    {
        try
        {
            await usage.ReportCompanyAsync(Nobody, new TimeRange(Instant.Earliest, Instant.Latest), cancellationToken);
        }
        catch (UnknownCompanyException)
        {
            // As it must.
        }
    }
}
