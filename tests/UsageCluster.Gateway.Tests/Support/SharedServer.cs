namespace UsageCluster.Gateway.Tests.Support;

/// <summary>One server for the tests of a class, each of which keeps to companies of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private readonly Dictionary<string, string> _made = [];

    internal GatewayServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await GatewayServer.StartAsync();

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();

    /// <summary>Makes something that several cases of a theory share. Cases of a class run one after the other.</summary>
    internal async Task<string> OnceAsync(string name, Func<Provisioning, Task<string>> make)
    {
        if (!_made.TryGetValue(name, out var value))
            _made[name] = value = await make(Server.Provision);
        return value;
    }
}
