using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Ledger.Sqlite;

namespace UsageCluster.Standalone.Hosting;

/// <summary>The store that the options name, open.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Snapshots">The snapshots.</param>
/// <param name="Control">The control plane's rows.</param>
/// <param name="Leases">The leases of the processes that may write to it; null: this one holds it alone.</param>
/// <param name="Place">Where it lies, in words, without secrets.</param>
/// <param name="Owner">Closes it.</param>
internal sealed record OpenStore(
    ILedger Ledger, ISnapshots Snapshots, IControlStore Control, ILeases? Leases, string Place, IAsyncDisposable Owner)
{
    /// <summary>The alerts' rows.</summary>
    public required IAlertStore Alerts { get; init; }

    /// <summary>The webhooks' rows.</summary>
    public required IWebhookStore Webhooks { get; init; }

    /// <summary>Whether other processes may write to it.</summary>
    public bool IsShared => Leases is not null;

    /// <summary>Opens it. Throws <see cref="StartException"/>.</summary>
    public static async Task<OpenStore> OpenAsync(StandaloneOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        try
        {
            return options.Ledger is { } ledger
                ? await OpenPostgresAsync(ledger, options, loggers, cancellationToken)
                : await OpenSqliteAsync(options.DataDirectory, loggers, cancellationToken);
        }
        catch (SchemaTooNewException failure)
        {
            throw StartException.Refused(failure.Message, failure);
        }
    }

    private static async Task<OpenStore> OpenSqliteAsync(string directory, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        try
        {
            var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataDirectory = directory }, loggers, cancellationToken);
            return new OpenStore(store.Ledger, store.Snapshots, store.Control, null, Path.GetFullPath(directory), store)
            {
                Alerts = store.Alerts,
                Webhooks = store.Webhooks,
            };
        }
        catch (StoreLockedException failure)
        {
            throw StartException.Refused(failure.Message, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SqliteException or ArgumentException)
        {
            throw StartException.Refused($"The data directory '{directory}' cannot be used: {failure.Message}", failure);
        }
    }

    private static async Task<OpenStore> OpenPostgresAsync(
        string connection, StandaloneOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = options.Configuration ?? new ConfigurationBuilder().Build();
            var store = await PostgresStore.OpenAsync(
                PostgresStoreOptions.Of(connection, options.LedgerOwner, HostSettings.Numbers(configuration)), loggers, cancellationToken);
            return new OpenStore(store.Ledger, store.Snapshots, store.Control, store.Leases, PostgresPlace.Of(connection), store)
            {
                Alerts = store.Alerts,
                Webhooks = store.Webhooks,
            };
        }
        catch (LedgerUnavailableException failure)
        {
            throw StartException.Refused($"The ledger cannot be used: {(failure.InnerException ?? failure).Message}", failure);
        }
        catch (ArgumentException failure)
        {
            throw StartException.Usage($"The ledger's connection string cannot be used: {failure.Message}");
        }
    }
}
