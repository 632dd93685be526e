namespace UsageCluster.Gateway.Usage;

/// <summary>A page of companies as JSON: how long it is and its hash, and its bytes for as long as they are kept.</summary>
internal sealed class RenderedPage(int length, EntriesHash hash)
{
    private volatile byte[]? _entries;

    /// <summary>The length of the entries in bytes.</summary>
    public int Length { get; } = length;

    /// <summary>Their hash.</summary>
    public EntriesHash Hash { get; } = hash;

    /// <summary>The companies' entries, separated by commas; null: not kept.</summary>
    public byte[]? Entries
    {
        get => _entries;
        set => _entries = value;
    }

    /// <summary>Whether they were sent since this was last set to false.</summary>
    public bool IsUsed { get; set; }
}
