using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Companies;

/// <summary>Takes an epoch of a company and rebuilds its books: the newest usable snapshot and the ledger's tail behind it.</summary>
internal sealed class CompanyRecovery(string companyId, Tenure tenure, CompanyServices services)
{
    /// <summary>See <see cref="Activation.AckWait"/>.</summary>
    public TimeSpan AckWait { get; private set; }

    /// <summary>The version of the snapshot that was used; 0 without one.</summary>
    public long SnapshotVersion { get; private set; }

    /// <summary>
    /// Recovers. Throws <see cref="UnknownCompanyException"/>, <see cref="CorruptedLedgerException"/>, and what the ledger throws.
    /// Nothing is read before the epoch is taken: an older activation's append could slip in between.
    /// </summary>
    public async Task<CompanyState> RunAsync(CancellationToken cancellationToken)
    {
        var head = await services.Ledger.ActivateAsync(companyId, tenure.Term.LeaseNo, cancellationToken)
            ?? throw new UnknownCompanyException(companyId);
        tenure.Took(head.Epoch);
        AckWait = head.AckWait;
        var state = await FromSnapshotAsync(head, cancellationToken)
            ?? new CompanyState(head.CompanyNo, head.Epoch, new CompanyBooks(companyId), HashChain.Genesis(companyId));
        SnapshotVersion = state.Books.Version;
        while (state.Books.Version < head.Version)
            await ReadPageAsync(state, head, cancellationToken);
        if (!state.Hash.AsSpan().SequenceEqual(head.Hash))
            throw new CorruptedLedgerException(companyId, head.Version, "the head has another hash than the last entry.");
        services.Logger.CompanyActivated(companyId, head.Epoch, head.Version, SnapshotVersion);
        return state;
    }

    private async Task<CompanyState?> FromSnapshotAsync(Activation head, CancellationToken cancellationToken)
    {
        var snapshot = await LoadAsync(cancellationToken);
        if (snapshot is null)
            return null;
        string reason;
        if (snapshot.Version < 1 || snapshot.Version > head.Version)
            reason = "it is not of a version that the ledger has";
        else if (await HashAtAsync(head, snapshot.Version, cancellationToken) is not { } hash || !hash.AsSpan().SequenceEqual(snapshot.Hash))
            reason = "the ledger's entry at that version has another hash";
        else if (!BooksSnapshot.TryDecode(companyId, snapshot.Books, out var books) || books is null || books.Version != snapshot.Version)
            reason = "its content is damaged, of another company or of another format";
        else
            return new CompanyState(head.CompanyNo, head.Epoch, books, snapshot.Hash);
        services.Logger.SnapshotIgnored(companyId, snapshot.Version, reason);
        return null;
    }

    private async Task<SnapshotRecord?> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await services.Snapshots.LoadAsync(companyId, cancellationToken);
        }
#pragma warning disable CA1031 // A snapshot is a cache: without it recovery only takes longer.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            services.Logger.SnapshotNotLoaded(companyId, exception);
            return null;
        }
    }

    private async Task<byte[]?> HashAtAsync(Activation head, long version, CancellationToken cancellationToken) =>
        version == head.Version ? head.Hash : await services.Ledger.HashAtAsync(head.CompanyNo, version, cancellationToken);

    private async Task ReadPageAsync(CompanyState state, Activation head, CancellationToken cancellationToken)
    {
        var after = state.Books.Version;
        var limit = (int)Math.Min(services.Options.ReadPageEntriesMax, head.Version - after);
        var page = await services.Ledger.ReadAsync(head.CompanyNo, after, limit, cancellationToken);
        if (page.Count == 0 || page.Count > limit)
            throw new CorruptedLedgerException(companyId, after + 1, $"{page.Count} entries were read where 1 to {limit} must be.");
        var hash = state.Hash;
        for (var i = 0; i < page.Count; i++)
        {
            var (entry, stored) = page[i];
            var version = after + 1 + i;
            if (entry.Version != version)
                throw new CorruptedLedgerException(companyId, version, $"the entry there says that it is {entry.Version}.");
            hash = HashChain.Next(hash, entry);
            if (!hash.AsSpan().SequenceEqual(stored))
                throw new CorruptedLedgerException(companyId, version, "its hash is not that of its content and of the entries before it.");
        }

        try
        {
            state.Apply(page);
        }
        catch (Exception exception) when (exception is InvalidDataException or OverflowException)
        {
            throw new CorruptedLedgerException(companyId, after + 1, exception.Message, exception);
        }
    }
}
