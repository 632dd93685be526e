using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Security;

/// <summary>Who asks: a key that was taken.</summary>
internal sealed class Principal(KeyRow key)
{
    /// <summary>The id under which the environment's admin key is audited.</summary>
    public const string BootstrapKeyId = "bootstrap";

    private long _lastUsedTicks;
    private int _noted;

    /// <summary>The key as stored.</summary>
    public KeyRow Key { get; } = key;

    /// <summary>The key's id.</summary>
    public string KeyId => Key.KeyId;

    /// <summary>The key's kind.</summary>
    public KeyKind Kind => Key.Kind;

    /// <summary>Whether the key has a row; the environment's admin key has none.</summary>
    public bool IsStored => Key.KeyId != BootstrapKeyId;

    /// <summary>When the key was last used, in ticks of <see cref="Core.Time.Instant"/>.</summary>
    public long LastUsedTicks => Volatile.Read(ref _lastUsedTicks);

    /// <summary>The principal of a request that passed authentication.</summary>
    public static Principal Of(HttpContext context) =>
        context.Features.Get<Principal>() ?? throw new ProblemException(ErrorCodes.Unauthorized, "The request carries no key.");

    /// <summary>Whether the key has the scope.</summary>
    public bool Has(string scope)
    {
        var scopes = Key.Scopes;
        for (var i = 0; i < scopes.Count; i++)
        {
            if (scopes[i] == scope)
                return true;
        }

        return false;
    }

    /// <summary>Notes a use; true if it is the first since the last <see cref="Forget"/>.</summary>
    public bool Note(long ticks)
    {
        Volatile.Write(ref _lastUsedTicks, ticks);
        return Volatile.Read(ref _noted) == 0 && Interlocked.Exchange(ref _noted, 1) == 0;
    }

    /// <summary>The uses noted so far are on their way to the store.</summary>
    public void Forget() => Volatile.Write(ref _noted, 0);
}
