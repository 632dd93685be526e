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

    /// <summary>Starts a node of one company. Not asynchronous: a benchmark in this process would begin before its end.</summary>
    [GlobalSetup]
    public void Start()
    {
        _node = Node.StartAsync(companies: 1, seeds: 1).GetAwaiter().GetResult();
        _check = _node.Services.GetRequiredService<KeyCheck>();
        _scope = _node.Services.GetRequiredService<AccessScope>();
        _text = _node.Keys.CompanyKey.AsMemory();
    }

    /// <summary>Stops it.</summary>
    [GlobalCleanup]
    public void Stop() => _node.DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>A company key that the cache knows.</summary>
    [Benchmark]
    public async ValueTask<string> KeyLookup()
    {
        var principal = await _check.FindAsync(_text, Now, CancellationToken.None);
        return (await _scope.DecideAsync(principal!, companyId: null, CancellationToken.None)).CompanyId!;
    }
}
