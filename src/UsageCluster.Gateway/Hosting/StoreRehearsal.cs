using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Hosting;

/// <summary>Asks the store what a first request will ask it, for a key, a company and an ATS that cannot be there. Nothing is changed.</summary>
internal sealed class StoreRehearsal(ILedger ledger, ISnapshots snapshots, ControlPlane control, KeyCheck keys, IUsageClient? usage)
{
    // No id has a space.
    private const string Nobody = "nobody at all";

    // Of these only the first may be there. Its entries are read as those of any company, and dropped.
    private const int SomeCompanyNo = 1, NoCompanyNo = 0, EntriesMax = 8;

    /// <summary>Asks. Throws what the store throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await keys.FindAsync(ApiKey.Mint(KeyKind.Company).Text.AsMemory(), Instant.Earliest, cancellationToken);
        // One that may be there, and is dropped.
        await control.Store.ListKeysAsync(new PageRequest(1, 1), cancellationToken);
        await control.FindCompanyAsync(Nobody, cancellationToken);
        await control.FindAtsAsync(Nobody, cancellationToken);
        await control.RatesAsync(newerThan: null, cancellationToken);
        await snapshots.LoadAsync(Nobody, cancellationToken);
        await snapshots.ReadAsync(Nobody, version: 1, [new SnapshotRange(0, 1)], cancellationToken);
        await ledger.HashAtAsync(NoCompanyNo, version: 1, cancellationToken);
        await ledger.ReadAsync(SomeCompanyNo, afterVersion: 0, EntriesMax, cancellationToken);
        if (usage is not null)
            await AskForReportAsync(usage, cancellationToken);
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
