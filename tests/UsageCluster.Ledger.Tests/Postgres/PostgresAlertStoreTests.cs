using UsageCluster.Actors.Alerts;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Postgres;

[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresAlertStoreTests(PostgresStoreFactory factory)
    : AlertStoreConformance(factory), IClassFixture<PostgresStoreFactory>
{
    [Fact]
    public async Task One_node_sweeps_until_it_lets_go_or_has_been_silent_for_too_long()
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        await using var store = await database.OpenAsync();
        async Task<bool> SweepsAsync(string holder) => await store.Alerts.FindLooksAsync(
            new AlertSweepRequest(holder, TimeSpan.FromHours(1), [new CalendarMonth(2025, 3)], "", 1), CancellationToken.None) is not null;

        Assert.True(await SweepsAsync("one"));
        Assert.False(await SweepsAsync("two"));
        Assert.True(await SweepsAsync("one"));
        await store.Alerts.ReleaseSweepAsync("two", CancellationToken.None);
        Assert.False(await SweepsAsync("two"));

        await store.Alerts.ReleaseSweepAsync("one", CancellationToken.None);
        Assert.True(await SweepsAsync("two"));
        Assert.False(await SweepsAsync("one"));

        await database.ExecuteAsync("UPDATE usage.alert_sweep SET held_until = clock_timestamp() - interval '1 ms'");
        Assert.True(await SweepsAsync("one"));
    }
}
