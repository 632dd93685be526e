using UsageCluster.Ledger.Sqlite;

namespace UsageCluster.Ledger.Tests.Sqlite;

public sealed class SqliteLockTests : IAsyncLifetime
{
    private readonly SqliteDatabase _database = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_second_store_of_one_process_is_refused_and_told_the_directory()
    {
        await using var first = await _database.OpenStoreAsync();

        var refused = await Assert.ThrowsAsync<StoreLockedException>(_database.OpenStoreAsync);

        Assert.Equal(_database.DataDirectory, refused.DataDirectory);
        Assert.Contains(_database.DataDirectory, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_this_process_holds_is_refused_to_another()
    {
        await using var first = await _database.OpenStoreAsync();

        await using var other = await OtherProcess.StartAsync(_database.DataDirectory);

        Assert.Equal("locked", other.Said);
    }

    [Fact]
    public async Task A_store_that_another_process_holds_is_refused_until_that_is_killed_and_has_what_it_acknowledged()
    {
        await using var other = await OtherProcess.StartAsync(_database.DataDirectory);
        Assert.StartsWith("held ", other.Said, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreLockedException>(_database.OpenStoreAsync);

        await other.KillAsync();

        await using var store = await _database.OpenStoreAsync();
        Assert.NotNull(await store.Control.FindCompanyAsync(other.Said["held ".Length..], CancellationToken.None));
    }

    [Fact]
    public async Task A_closed_store_lets_the_directory_go()
    {
        var first = await _database.OpenStoreAsync();
        await first.DisposeAsync();
        await first.DisposeAsync();

        await using var second = await _database.OpenStoreAsync();

        Assert.True(await second.Control.IsEmptyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_failed_opening_lets_the_directory_go()
    {
        await (await _database.OpenStoreAsync()).DisposeAsync();
        var version = await _database.ExecuteAsync("PRAGMA user_version");
        await _database.PretendNewerSchemaAsync();
        await Assert.ThrowsAsync<Actors.Ports.SchemaTooNewException>(_database.OpenStoreAsync);
        await _database.ExecuteAsync($"PRAGMA user_version = {version}");

        await using var store = await _database.OpenStoreAsync();

        Assert.True(await store.Control.IsEmptyAsync(CancellationToken.None));
    }
}
