using UsageCluster.Http.Tests.Support;

namespace UsageCluster.Http.Tests.Sockets;

/// <summary>One server for the tests of a class.</summary>
public class SharedHttpServer : IAsyncLifetime
{
    private readonly (string Name, string Value)[] _settings;

    public SharedHttpServer()
        : this([])
    {
    }

    protected SharedHttpServer(params (string Name, string Value)[] settings) => _settings = settings;

    internal HttpServer Server { get; private set; } = null!;

    /// <summary>A key that may report usage of any company.</summary>
    internal string RuntimeKey { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Server = await HttpServer.StartAsync(_settings);
        RuntimeKey = (await Server.Admin.KeyAsync("runtime", null, "runtime")).Text;
    }

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();
}
