using System.Collections.Concurrent;
using System.Reflection;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Gateway.Tests.Security;

/// <summary>Notes every call of a control store, and passes it on.</summary>
public class WatchedStore : DispatchProxy
{
    private readonly ConcurrentQueue<string> _calls = new();
    private IControlStore _store = null!;

    public static IControlStore Of(IControlStore store)
    {
        var watched = Create<IControlStore, WatchedStore>();
        ((WatchedStore)(object)watched)._store = store;
        return watched;
    }

    /// <summary>The calls since the last time that this was asked.</summary>
    public IReadOnlyList<string> Taken()
    {
        var taken = new List<string>();
        while (_calls.TryDequeue(out var call))
            taken.Add(call);
        return taken;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _calls.Enqueue(targetMethod!.Name);
        return targetMethod.Invoke(_store, args);
    }
}
