using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Bench.Data;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Postgres.Appending;
using UsageCluster.Ledger.Postgres.Entries;
using UsageCluster.Ledger.Sqlite;
using UsageCluster.MicroBench.Support;
using UsageCluster.TestKit.Files;

namespace UsageCluster.MicroBench.Allocations;

/// <summary>What the stores make of a statement's rows.</summary>
internal static class StorePaths
{
    private const int Companies = 100;
    private const int RowsOfEach = 3;

    /// <summary>What is sent to PostgreSQL, made and not sent: what the driver does with it is the driver's.</summary>
    public static HotPath Postgres()
    {
        var requests = new AppendRequest[Companies];
        for (var company = 0; company < Companies; company++)
        {
            var entries = QuietLedger.Entries(GeneratedUsage.CompanyId(company), RowsOfEach);
            requests[company] = new AppendRequest
            {
                CompanyNo = company + 1,
                Epoch = 1,
                ExpectedVersion = 1,
                RatesRevision = 0,
                Entries = entries.GetRange(1, RowsOfEach),
            };
        }

        var tokens = new TokenCache(0);
        tokens.Add(0, "technical");
        foreach (var (i, costKey) in GeneratedUsage.CostKeys.Index())
            tokens.Add(i + 1, costKey);
        return new HotPath("append-postgres", Companies * RowsOfEach, () =>
        {
            var batch = AppendBatch.Of(requests);
            var columns = new EntryColumns(Companies * RowsOfEach);
            foreach (var request in requests)
            {
                for (var i = 0; i < request.Entries.Count; i++)
                    columns.Add(request.CompanyNo, request.Entries[i], tokens);
            }

            _ = batch.Statement(columns, look: false);
            return Task.CompletedTask;
        });
    }

    public static async Task<(HotPath Path, IAsyncDisposable Store)> SqliteAsync(TempFolder folder)
    {
        var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataDirectory = folder.Path }, NullLoggerFactory.Instance, CancellationToken.None);
        var id = GeneratedUsage.CompanyId(0);
        var hash = HashChain.Genesis(id);
        var first = new SwitchEntry { Version = 1, RecordedAt = Instant.Earliest, At = Instant.Always, System = BillingSystem.Minutes };
        hash = HashChain.Next(hash, first);
        await store.Control.CreateCompanyAsync(
            new CompanyRow(id, id, BillingSystem.Minutes, Instant.Always, null),
            [new ChainedEntry(first, hash)],
            new AuditRecord(Instant.Earliest, "system", "company.put", id, null, "{}"),
            CancellationToken.None);
        var activation = (await store.Ledger.ActivateAsync(id, 0, CancellationToken.None))!;
        var version = activation.Version;
        var fresh = new FreshEvents(1);
        var requests = new AppendRequest[1];
        const int Rows = Companies * RowsOfEach;
        var path = new HotPath(
            "append-sqlite",
            Rows,
            async () =>
            {
                var results = await store.Ledger.AppendAsync(requests, CancellationToken.None);
                if (results[0].Status != AppendStatus.Appended)
                    throw new InvalidOperationException($"An append is {results[0].Status}.");
                version += Rows;
            },
            () =>
            {
                var entries = new ChainedEntry[Rows];
                for (var i = 0; i < Rows; i++)
                {
                    var report = fresh.Next();
                    var entry = new UsageEntry
                    {
                        Version = version + 1 + i,
                        RecordedAt = report.OccurredAt,
                        Event = report,
                        System = BillingSystem.Minutes,
                        Quantity = report.DurationMs,
                        CountsAsInterview = true,
                    };
                    entries[i] = new ChainedEntry(entry, hash = HashChain.Next(hash, entry));
                }

                requests[0] = new AppendRequest
                {
                    CompanyNo = activation.CompanyNo,
                    Epoch = activation.Epoch,
                    ExpectedVersion = version,
                    RatesRevision = null,
                    Entries = entries,
                };
            });
        return (path, store);
    }
}
