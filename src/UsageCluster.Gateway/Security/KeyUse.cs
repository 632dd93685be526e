using System.Collections.Concurrent;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Security;

/// <summary>When keys were last used, until it is stored. Bounded: beyond <see cref="KeysMax"/> keys, a use is not noted.</summary>
internal sealed class KeyUse
{
    /// <summary>The most keys noted between two flushes.</summary>
    public const int KeysMax = 100_000;

    private readonly ConcurrentQueue<Principal> _used = new();

    /// <summary>Notes that a key is used.</summary>
    public void Note(Principal principal, Instant now)
    {
        if (principal.IsStored && principal.Note(now.Ticks) && _used.Count < KeysMax)
            _used.Enqueue(principal);
    }

    /// <summary>Takes what was noted since the last call.</summary>
    public Dictionary<string, Instant> Take()
    {
        var taken = new Dictionary<string, Instant>(StringComparer.Ordinal);
        for (var left = _used.Count; left > 0 && _used.TryDequeue(out var principal); left--)
        {
            principal.Forget();
            taken[principal.KeyId] = new Instant(principal.LastUsedTicks);
        }

        return taken;
    }
}
