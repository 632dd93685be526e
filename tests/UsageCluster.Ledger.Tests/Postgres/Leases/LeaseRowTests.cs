namespace UsageCluster.Ledger.Tests.Postgres.Leases;

/// <summary>A lease from its taking to its end.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class LeaseRowTests(PostgresStoreFactory factory) : IClassFixture<PostgresStoreFactory>
{
    private LeaseCase Case => new(factory.Store, (PostgresDatabase)factory.Database);

    [Fact]
    public async Task A_lease_is_renewed_until_it_is_released()
    {
        var lease = await Case.LeaseAsync();
        Assert.True((await Case.RenewAsync(lease)).IsAlive);
        Assert.True((await Case.RenewAsync(lease)).IsAlive);

        await Case.Leases.ReleaseAsync(lease, CancellationToken.None);

        Assert.False((await Case.RenewAsync(lease)).IsAlive);
    }

    [Fact]
    public async Task A_lease_that_has_expired_is_never_renewed()
    {
        var lease = await Case.LeaseAsync(LeaseCase.Instantly);

        Assert.False((await Case.RenewAsync(lease)).IsAlive);
        Assert.False((await Case.RenewAsync(lease)).IsAlive);
    }

    [Fact]
    public async Task A_lease_that_was_never_taken_cannot_be_renewed() => Assert.False((await Case.RenewAsync(long.MaxValue)).IsAlive);

    [Fact]
    public async Task Taking_a_lease_marks_the_nodes_previous_one_dead_and_no_other()
    {
        var (previous, other) = (await Case.LeaseAsync(), await Case.LeaseAsync());

        var next = await Case.Leases.TakeAsync("node", LeaseCase.Long, previous, CancellationToken.None);

        Assert.False((await Case.RenewAsync(previous)).IsAlive);
        Assert.True((await Case.RenewAsync(other)).IsAlive);
        Assert.True((await Case.RenewAsync(next)).IsAlive);
    }

    [Fact]
    public async Task What_expired_long_ago_is_deleted_and_counts_as_dead()
    {
        var database = (PostgresDatabase)factory.Database;
        var (old, between) = (await Case.LeaseAsync(), await Case.LeaseAsync());
        var company = await Case.CompanyAsync();
        await Case.ActivateAsync(company, old);
        await Case.ActivateAsync(company, between);
        await database.ExecuteAsync(
            $"UPDATE usage.node_leases SET expires_at = clock_timestamp() - interval '2 hours' WHERE lease_no IN ({old}, {between})");

        var next = await Case.LeaseAsync();

        await database.ExecuteAsync(
            $"DO $$ BEGIN ASSERT NOT EXISTS (SELECT 1 FROM usage.node_leases WHERE lease_no IN ({old}, {between})); ASSERT NOT EXISTS (SELECT 1 FROM usage.takeovers WHERE lease_no = {old}); END $$");
        Assert.False((await Case.RenewAsync(old)).IsAlive);
        var taken = await Case.ActivateAsync(company, next);
        Assert.Equal(TimeSpan.Zero, await Case.WaitAsync(taken));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_though_the_row_is_held()
    {
        var lease = await Case.LeaseAsync();
        await using var holder = await Case.BeginAsync($"SELECT 1 FROM usage.node_leases WHERE lease_no = {lease} FOR UPDATE");
        await using var observer = await ((PostgresDatabase)factory.Database).ConnectAsync();
        using var stop = new CancellationTokenSource();

        var renewal = Case.Leases.RenewAsync(lease, LeaseCase.Long, stop.Token);
        await PostgresWaiting.ForLockAsync(observer, "transactionid");
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => renewal);
    }
}
