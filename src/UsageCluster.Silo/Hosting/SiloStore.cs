using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Ledger.Postgres;

namespace UsageCluster.Silo.Hosting;

/// <summary>Opens the ledger's database.</summary>
internal static class SiloStore
{
    /// <summary>The store, its schema up to date. Throws <see cref="StartException"/>.</summary>
    public static async Task<PostgresStore> OpenAsync(SiloOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        try
        {
            return await PostgresStore.OpenAsync(
                PostgresStoreOptions.Of(options.Ledger, options.LedgerOwner, HostSettings.Numbers(options.Configuration)), loggers, cancellationToken);
        }
        catch (SchemaTooNewException failure)
        {
            throw StartException.Refused(failure.Message, failure);
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
