using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Ledger.Sqlite;
using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests;

/// <summary>Another process for the tests: holds the SQLite store of a directory until its input ends. The test runner does not start here.</summary>
internal static class Program
{
    /// <summary>Says <c>held</c> and the id of a company that it made, or <c>locked</c>.</summary>
    public static async Task<int> Main(string[] args)
    {
        try
        {
            await using var store = await SqliteStore.OpenAsync(
                new SqliteStoreOptions { DataDirectory = args[0] }, NullLoggerFactory.Instance, CancellationToken.None);
            var company = Samples.Company("made-by-another-process");
            await store.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
            Console.WriteLine("held " + company.CompanyId);
            await Console.In.ReadToEndAsync();
            return 0;
        }
        catch (StoreLockedException)
        {
            Console.WriteLine("locked");
            return 1;
        }
    }
}
