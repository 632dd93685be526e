using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Companies;

/// <summary>What an activation knows as committed: the books and the head they are as of.</summary>
internal sealed class CompanyState(int companyNo, long epoch, CompanyBooks books, byte[] hash)
{
    /// <summary>The store's number for the company.</summary>
    public int CompanyNo { get; } = companyNo;

    /// <summary>The epoch taken.</summary>
    public long Epoch { get; } = epoch;

    /// <summary>The fold over the ledger's entries up to its version.</summary>
    public CompanyBooks Books { get; private set; } = books;

    /// <summary>The hash of the last entry in the books.</summary>
    public byte[] Hash { get; private set; } = hash;

    /// <summary>Takes the books of another recovery of the same entries.</summary>
    public void Replace(CompanyState recovered) => Books = recovered.Books;

    /// <summary>Takes in entries that were committed.</summary>
    public void Apply(IReadOnlyList<ChainedEntry> committed)
    {
        if (committed.Count == 0)
            return;
        var entries = new LedgerEntry[committed.Count];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = committed[i].Entry;
        Books.Apply(entries);
        Hash = committed[^1].Hash;
    }
}
