using Npgsql;
using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Leases;

/// <summary>Processes that stand still, die or hear of their lease too late, by the clocks of this machine; virtual time has the rest of the cases.</summary>
public sealed class LeaseFaultTests : IAsyncLifetime
{
    /// <summary>A renewal is one batch, which locks the lease's row first.</summary>
    private const string RenewalBegins = "FROM usage.node_leases WHERE lease_no = $1 FOR UPDATE", RenewalRenews = "UPDATE usage.node_leases SET expires_at";

    private PostgresServer _server = null!;
    private string _ledger = "";

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartNewAsync();
        _ledger = await _server.CreateDatabaseAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task One_that_stood_still_past_its_lease_answers_by_a_new_lease_and_a_later_epoch_alone()
    {
        await using var first = await LeasedProcess.StartAsync(_ledger, leaseSeconds: 1);
        await first.ProvisionAsync();
        await first.SendAsync("before");
        var lost = await AskAsync<long>("SELECT owner_lease FROM usage.heads");

        first.Server.Suspend();
        await using var second = await LeasedProcess.StartAsync(_ledger, leaseSeconds: 1);
        await second.SendAsync("meanwhile");
        var epoch = await AskAsync<long>("SELECT epoch FROM usage.heads");
        // They wait in the process's socket, and are what it finds first.
        var waiting = Enumerable.Range(0, 8).Select(_ => first.EventsAsync()).ToList();
        first.Server.Resume();

        foreach (var answer in waiting)
        {
            if (await answer.WaitAsync(ServerProcess.Timeout) is not { } events)
                continue;
            Assert.Equal(2, events);
            Assert.True(await AskAsync<long>("SELECT epoch FROM usage.heads") > epoch, "It answered by an epoch that was taken from it.");
        }

        Assert.Equal(2, await first.AnswerAsync());
        Assert.True(await AskAsync<long>("SELECT epoch FROM usage.heads") > epoch);
        Assert.Equal(0, await AskAsync<long>($"SELECT count(*) FROM usage.heads WHERE owner_lease = {lost}"));
        await first.SendAsync("after");
        Assert.True(await second.EventsAsync() is null or 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_third_owner_waits_for_the_first_ones_lease_though_the_second_is_gone(bool endsInOrder)
    {
        await using var first = await LeasedProcess.StartAsync(_ledger, leaseSeconds: 5);
        await first.ProvisionAsync();
        await first.SendAsync("before");
        var lost = await AskAsync<long>("SELECT owner_lease FROM usage.heads");
        first.Server.Suspend();
        var until = await AskAsync<DateTime>($"SELECT expires_at FROM usage.node_leases WHERE lease_no = {lost}");

        await using (var second = await LeasedProcess.StartAsync(_ledger, leaseSeconds: 1))
        {
            Assert.Equal(1, await second.AnswerAsync());
            if (endsInOrder)
                Assert.Equal(0, await second.Server.StopAsync());
            else
                await second.Server.KillAsync();
        }

        await using var third = await LeasedProcess.StartAsync(_ledger, leaseSeconds: 1);
        Assert.Equal(1, await third.AnswerAsync());
        await third.SendAsync("by the third");
        Assert.True(await AskAsync<DateTime>("SELECT clock_timestamp()") >= until, "It acknowledged while the first one's lease went on.");

        var waiting = first.EventsAsync();
        first.Server.Resume();
        Assert.True(await waiting.WaitAsync(ServerProcess.Timeout) is null or 2);
        Assert.Equal(2, await first.AnswerAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_renewal_that_is_in_flight_until_the_lease_has_ended_prolongs_nothing(bool isExecuted)
    {
        await using var proxy = WireProxy.Before(_ledger);
        await using var first = await LeasedProcess.StartAsync(proxy.Through(_ledger), leaseSeconds: 1);
        await first.ProvisionAsync();
        await first.SendAsync("before");
        var lost = await AskAsync<long>("SELECT owner_lease FROM usage.heads");
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrives = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.Watcher = message =>
        {
            if (!(isExecuted ? message.Answers('C', RenewalRenews) : message.Asks('B', RenewalBegins)))
                return Task.CompletedTask;
            held.TrySetResult();
            return arrives.Task;
        };
        await held.Task.WaitAsync(ServerProcess.Timeout);

        await using var second = await LeasedProcess.StartAsync(_ledger, leaseSeconds: 1);
        await second.SendAsync("meanwhile");
        Assert.True(await first.EventsAsync() is null or 2, "It shows less than was acknowledged.");
        arrives.SetResult();
        for (var i = 0; i < 20; i++)
            Assert.True(await first.EventsAsync() is null or 2, "It shows less than was acknowledged.");
        proxy.Watcher = null;

        Assert.Equal(2, await first.AnswerAsync());
        await first.SendAsync("after");
        Assert.Equal(0, await AskAsync<long>($"SELECT count(*) FROM usage.node_leases WHERE lease_no = {lost} AND NOT dead AND expires_at > clock_timestamp()"));
    }

    private async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_ledger) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
