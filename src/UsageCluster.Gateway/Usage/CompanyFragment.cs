namespace UsageCluster.Gateway.Usage;

/// <summary>A company's entries of an answer as JSON bytes, separated by commas.</summary>
internal sealed class CompanyFragment(string companyName, byte[] entries)
{
    /// <summary>The name that the entries carry.</summary>
    public string CompanyName { get; } = companyName;

    /// <summary>The entries.</summary>
    public byte[] Entries { get; } = entries;

    /// <summary>Their hash.</summary>
    public EntriesHash Hash { get; } = EntriesHash.Of(entries);

    /// <summary>The whole answer about this company alone, once it was asked for.</summary>
    public UsageAnswer? Alone { get; set; }
}
