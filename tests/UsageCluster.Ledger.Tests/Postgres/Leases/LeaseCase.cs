using Npgsql;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Postgres.Leases;

/// <summary>Companies that nodes take from each other, by their leases.</summary>
internal sealed class LeaseCase(OpenStore store, PostgresDatabase database)
{
    /// <summary>Longer than any test.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    /// <summary>Over by the next statement.</summary>
    public static readonly TimeSpan Instantly = TimeSpan.FromMicroseconds(1);

    public ILeases Leases => store.Leases!;

    public ILedger Ledger => store.Ledger;

    public Task<long> LeaseAsync(TimeSpan? duration = null) => Leases.TakeAsync("node", duration ?? Long, null, CancellationToken.None);

    public Task<LeaseRenewal> RenewAsync(long leaseNo) => Leases.RenewAsync(leaseNo, Long, CancellationToken.None);

    public async Task<string> CompanyAsync()
    {
        var company = Samples.Company();
        await store.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
        return company.CompanyId;
    }

    public async Task<Activation> ActivateAsync(string companyId, long leaseNo) =>
        (await Ledger.ActivateAsync(companyId, leaseNo, CancellationToken.None))!;

    public async Task<TimeSpan> WaitAsync(Activation activation) => (await Ledger.AckWaitsAsync([activation.CompanyNo], CancellationToken.None))[0];

    public async Task<bool> IsDeadAsync(long leaseNo)
    {
        await using var connection = await database.ConnectAsync();
        await using var command = new NpgsqlCommand($"SELECT dead FROM usage.node_leases WHERE lease_no = {leaseNo}", connection);
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Begins a transaction of another program and runs statements in it.</summary>
    public async Task<NpgsqlConnection> BeginAsync(string statements)
    {
        var connection = await database.ConnectAsync();
        await RunAsync(connection, "BEGIN; " + statements);
        return connection;
    }

    public static async Task RunAsync(NpgsqlConnection connection, string statements)
    {
        await using var command = new NpgsqlCommand(statements, connection);
        await command.ExecuteNonQueryAsync();
    }
}
