using UsageCluster.Soak.Measures;

namespace UsageCluster.Soak.Load;

/// <summary>A call that a client makes.</summary>
internal sealed record Call(CallKind Kind, Group Group, HttpMethod Method, string Path, string Key)
{
    /// <summary>Sent as JSON; null: no body.</summary>
    public object? Body { get; init; }

    public string? Accept { get; init; }

    /// <summary>Whether what is not there is an answer too: the repeat of a removal.</summary>
    public bool MayBeAbsent { get; init; }
}
