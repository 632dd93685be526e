namespace UsageCluster.TestKit.Postgres;

public sealed partial class PostgresServer
{
    /// <summary>Makes a copy of this server that follows it by streaming, and starts it. It may be promoted.</summary>
    /// <param name="name">Its name, for <c>synchronous_standby_names</c>.</param>
    public async Task<PostgresServer> StartStandbyAsync(string name)
    {
        var source = $"host=127.0.0.1 port={Port} user=postgres application_name={name}";
        var settings = new Dictionary<string, string>(_options.Settings) { ["primary_conninfo"] = source };
        var standby = await CopyAsync(_options with { Settings = settings }, "standby.signal");
        try
        {
            await standby.StartAsync();
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has every commit wait until this standby has it on its disk, and returns once it follows so closely.</summary>
    public async Task WaitForStandbyAsync(string name)
    {
        await ExecuteAsync($"ALTER SYSTEM SET synchronous_standby_names = '{name}'");
        await ExecuteAsync("SELECT pg_reload_conf()");
        using var deadline = new CancellationTokenSource(_options.Timeout);
        while (await ScalarAsync<string>(ConnectionString, $"SELECT sync_state FROM pg_stat_replication WHERE application_name = '{name}' AND state = 'streaming'") != "sync")
            deadline.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Makes a standby a primary, and returns once it is one.</summary>
    public Task PromoteAsync() => RunToolAsync("pg_ctl", "promote", "-w", "-D", DataFolder);
}
