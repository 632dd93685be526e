using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Changes;

/// <summary>A server for each store, started when first wanted; each test keeps to companies of its own.</summary>
public sealed class StoreServers : IAsyncLifetime
{
    public const string AdminKey = "the-admin-key-of-the-change-tests";

    private readonly Dictionary<string, ServerProcess> _servers = [];
    private readonly TempFolder _folder = new();
    private PostgresServer? _postgres;

    public static IReadOnlyList<string> Stores { get; } = ["sqlite", "postgres"];

    internal async Task<Uri> UrlAsync(string store)
    {
        if (!_servers.TryGetValue(store, out var server))
        {
            string[] arguments = store == "sqlite" ? ["--data", _folder.Path] : ["--ledger", await DatabaseAsync()];
            _servers[store] = server = await ServerProcess.StartAsync(arguments, new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey });
        }

        return server.Url;
    }

    internal async Task<UsageApi> AdminAsync(string store) => new(await UrlAsync(store), AdminKey);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<string> DatabaseAsync() => await (_postgres = await PostgresServer.StartNewAsync()).CreateDatabaseAsync();
}
