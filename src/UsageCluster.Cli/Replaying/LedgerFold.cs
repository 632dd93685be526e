using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Cli.Replaying;

/// <summary>Books that are folded on, entry by entry, as a server does it.</summary>
internal sealed class LedgerFold(ILedgerRows rows, StoredCompany company, CompanyBooks books, byte[] hash, int pageSize)
{
    private byte[] _hash = hash;
    private CompanyView? _view;

    /// <summary>The books as of the last entry.</summary>
    public CompanyView View => _view ??= books.View();

    /// <summary>Folds up to a version. Throws <see cref="InvalidDataException"/> for a ledger that does not hold together there.</summary>
    public async Task ToAsync(long version, CancellationToken cancellationToken)
    {
        while (books.Version < version)
        {
            var page = await rows.EntriesAsync(company, books.Version, (int)Math.Min(pageSize, version - books.Version), cancellationToken);
            foreach (var stored in page)
            {
                if (stored.Entry is not null)
                    _hash = HashChain.Next(_hash, stored.Entry);
                if (stored.Entry is null || !_hash.AsSpan().SequenceEqual(stored.Hash))
                    throw new InvalidDataException($"company {company.CompanyId}, version {stored.Version}: the ledger does not hold together.");
            }

            if (page.Count == 0)
                throw new InvalidDataException($"company {company.CompanyId}, version {books.Version + 1}: the entry is missing.");
            books.Apply([.. page.Select(stored => stored.Entry!)]);
            _view = null;
        }
    }
}
