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
    /// Recovers; uses may still be missing in the books. Throws <see cref="UnknownCompanyException"/>, <see cref="CorruptedLedgerException"/>, and what the
    /// ledger throws. Nothing is read before the epoch is taken: an older activation's append could slip in between.
    /// </summary>
    public async Task<CompanyState> RunAsync(CancellationToken cancellationToken)
    {
        var head = await services.Ledger.ActivateAsync(companyId, tenure.Term.LeaseNo, cancellationToken)
            ?? throw new UnknownCompanyException(companyId);
        tenure.Took(head.Epoch);
        AckWait = head.AckWait;
        var state = await RecoverAsync(head, isWhole: false, cancellationToken);
        services.Logger.CompanyActivated(companyId, head.Epoch, head.Version, SnapshotVersion);
        return state;
    }

    /// <summary>
    /// Recovers the same entries again under the same epoch, from what is there now, with every use looked at: of a snapshot that is whole, or else from the
    /// first entry on. Throws <see cref="CorruptedLedgerException"/>, and what the ledger throws.
    /// </summary>
    public Task<CompanyState> AnewAsync(CompanyState state) => RecoverAsync(
        new Activation(state.CompanyNo, state.Epoch, state.Books.Version, state.Hash), isWhole: true, CancellationToken.None);

    private async Task<CompanyState> RecoverAsync(Activation head, bool isWhole, CancellationToken cancellationToken)
    {
        SnapshotVersion = 0;
        var state = await FromSnapshotAsync(head, isWhole, cancellationToken) ?? FromNothing(head);
        while (state.Books.Version < head.Version)
            Apply(await PageAsync(state, head, cancellationToken), state);
        return state.Hash.AsSpan().SequenceEqual(head.Hash)
            ? state
            : throw new CorruptedLedgerException(companyId, head.Version, "the head has another hash than the last entry.");
    }

    private CompanyState FromNothing(Activation head) =>
        new(head.CompanyNo, head.Epoch, new CompanyBooks(companyId), HashChain.Genesis(companyId));

    /// <summary>
    /// With all that is behind it: the hash of the entry that comes next tells which hash the one before it has, so that the ledger is not asked for that.
    /// </summary>
    private async Task<CompanyState?> FromSnapshotAsync(Activation head, bool isWhole, CancellationToken cancellationToken)
    {
        // Of so short a ledger none is kept.
        if (head.Version < Math.Min(services.Options.SnapshotEntriesMin, services.Options.SnapshotAtDeactivationEntriesMin))
            return null;
        var snapshot = await AskAsync(snapshots => snapshots.LoadAsync(companyId, cancellationToken));
        if (snapshot is null)
            return null;
        string reason;
        if (snapshot.Version < 1 || snapshot.Version > head.Version)
        {
            reason = "it is not of a version that the ledger has";
        }
        else if (await BooksAsync(snapshot, isWhole, cancellationToken) is not { } books || books.Version != snapshot.Version)
        {
            reason = "its content is damaged, of another company or of another format";
        }
        else
        {
            var state = new CompanyState(head.CompanyNo, head.Epoch, books, snapshot.Hash);
            if (await TryFollowAsync(state, snapshot, head, cancellationToken))
            {
                SnapshotVersion = snapshot.Version;
                return state;
            }

            reason = "the ledger does not go on from it";
        }

        services.Logger.SnapshotIgnored(companyId, snapshot.Version, reason);
        return null;
    }

    private async Task<CompanyBooks?> BooksAsync(SnapshotRecord snapshot, bool isWhole, CancellationToken cancellationToken)
    {
        var beginning = snapshot.Books;
        if (beginning.Length == snapshot.Length)
            return BooksSnapshot.TryDecode(companyId, beginning, out var all, looksInside: isWhole) ? all : null;
        var headLength = BooksSnapshot.HeadLengthOf(beginning);
        if (headLength > beginning.Length)
        {
            var range = new SnapshotRange(beginning.Length, headLength - beginning.Length);
            if (await AskAsync(snapshots => snapshots.ReadAsync(companyId, snapshot.Version, [range], cancellationToken)) is not [var rest])
                return null;
            beginning = [.. beginning, .. rest];
        }

        return BooksSnapshot.TryDecode(companyId, beginning, snapshot.Length, out var books)
            && (!isWhole || await TryCompleteAsync(books!, snapshot.Version, cancellationToken)) ? books : null;
    }

    private async Task<bool> TryCompleteAsync(CompanyBooks books, long version, CancellationToken cancellationToken)
    {
        while (books.FetchNext(services.Options.SnapshotReadBytesMax) is { } fetch)
        {
            var bytes = await AskAsync(snapshots => snapshots.ReadAsync(companyId, version, fetch.Ranges, cancellationToken));
            if (bytes is null || !fetch.TryTake(bytes, looksInside: true))
                return false;
        }

        return true;
    }

    /// <summary>A snapshot is a cache: without it recovery only takes longer.</summary>
    private async Task<T?> AskAsync<T>(Func<ISnapshots, Task<T?>> ask) where T : class
    {
        try
        {
            return await ask(services.Snapshots);
        }
#pragma warning disable CA1031 // Whatever it fails with.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            services.Logger.SnapshotNotLoaded(companyId, exception);
            return null;
        }
    }

    /// <summary>Whether the ledger goes on from the state of a snapshot, which then has all of it.</summary>
    private async Task<bool> TryFollowAsync(CompanyState state, SnapshotRecord snapshot, Activation head, CancellationToken cancellationToken)
    {
        if (state.Books.Version == head.Version)
            return state.Hash.AsSpan().SequenceEqual(head.Hash);
        var page = await PageAsync(state, head, cancellationToken);
        if (state.Hash.Length != head.Hash.Length || !HashChain.Next(state.Hash, page[0].Entry).AsSpan().SequenceEqual(page[0].Hash))
            return false;
        try
        {
            while (true)
            {
                // Late uses that belong among those that are missing.
                if (page.Any(entry => state.Books.NeedsMissing(entry.Entry)) && !await TryCompleteAsync(state.Books, snapshot.Version, cancellationToken))
                    return false;
                Apply(page, state);
                if (state.Books.Version == head.Version)
                    return true;
                page = await PageAsync(state, head, cancellationToken);
            }
        }
        catch (CorruptedLedgerException exception) when (exception.InnerException is InvalidDataException or OverflowException)
        {
            // Perhaps what the snapshot holds is at fault, which is unpacked as it is needed: the fold from the first entry on tells.
            return false;
        }
    }

    private async Task<IReadOnlyList<ChainedEntry>> PageAsync(CompanyState state, Activation head, CancellationToken cancellationToken)
    {
        var after = state.Books.Version;
        var limit = (int)Math.Min(services.Options.ReadPageEntriesMax, head.Version - after);
        var page = await services.Ledger.ReadAsync(head.CompanyNo, after, limit, cancellationToken);
        return page.Count > 0 && page.Count <= limit
            ? page
            : throw new CorruptedLedgerException(companyId, after + 1, $"{page.Count} entries were read where 1 to {limit} must be.");
    }

    private void Apply(IReadOnlyList<ChainedEntry> page, CompanyState state)
    {
        var after = state.Books.Version;
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
