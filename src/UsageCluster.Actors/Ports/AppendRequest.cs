using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Ports;

/// <summary>What one company appends.</summary>
public sealed class AppendRequest
{
    // Up to so many ids are compared; more are looked up.
    private const int ComparedMax = 8;

    /// <summary>The store's number for the company.</summary>
    public required int CompanyNo { get; init; }

    /// <summary>The epoch that the writer holds.</summary>
    public required long Epoch { get; init; }

    /// <summary>The version of the last entry that the writer knows; the first new entry has this plus one.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>The revision of rules and catalogue that usage entries were rated by; null: not checked (no usage entries).</summary>
    public required long? RatesRevision { get; init; }

    /// <summary>Entries in order of version, gapless.</summary>
    public required IReadOnlyList<ChainedEntry> Entries { get; init; }

    /// <summary>Whether two of the entries have the same <see cref="LedgerEntry.UniqueId"/>, as no writer of ledgers makes them.</summary>
    public bool RepeatsAnId()
    {
        if (Entries.Count > ComparedMax)
            return RepeatsOneOfMany();
        for (var i = 1; i < Entries.Count; i++)
        {
            if (Entries[i].Entry.UniqueId is { } id && IsBefore(i, id))
                return true;
        }

        return false;
    }

    private bool IsBefore(int place, string id)
    {
        for (var i = 0; i < place; i++)
        {
            if (Entries[i].Entry.UniqueId == id)
                return true;
        }

        return false;
    }

    private bool RepeatsOneOfMany()
    {
        var ids = new HashSet<string>(Entries.Count, StringComparer.Ordinal);
        for (var i = 0; i < Entries.Count; i++)
        {
            if (Entries[i].Entry.UniqueId is { } id && !ids.Add(id))
                return true;
        }

        return false;
    }
}
