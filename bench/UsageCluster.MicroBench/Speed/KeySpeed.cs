using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Security;
using UsageCluster.MicroBench.Support;

namespace UsageCluster.MicroBench.Speed;

/// <summary>From a key's text to what it sees.</summary>
[MemoryDiagnoser]
[InProcess]
public class KeySpeed
{
    private static readonly Instant Now = Instant.From(DateTimeOffset.UtcNow);

    private Node _node = null!;
    private KeyCheck _check = null!;
    private AccessScope _scope = null!;
    private ReadOnlyMemory<char> _text;

    /// <summary>Starts a node of one company.</summary>
    [GlobalSetup]
    public async Task StartAsync()
    {
        _node = await Node.StartAsync(companies: 1, seeds: 1);
        _check = _node.Services.GetRequiredService<KeyCheck>();
        _scope = _node.Services.GetRequiredService<AccessScope>();
        _text = _node.Keys.CompanyKey.AsMemory();
    }

    /// <summary>Stops it.</summary>
    [GlobalCleanup]
    public async Task StopAsync() => await _node.DisposeAsync();

    /// <summary>A company key that the cache knows.</summary>
    [Benchmark]
    public async ValueTask<string> KeyLookup()
    {
        var principal = await _check.FindAsync(_text, Now, CancellationToken.None);
        return (await _scope.DecideAsync(principal!, companyId: null, CancellationToken.None)).CompanyId!;
    }
}
