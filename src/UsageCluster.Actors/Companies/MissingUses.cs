using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Companies;

/// <summary>
/// Uses of a company that are still in the snapshot which its books come from: read for a report, or all of them before anything else is asked of the books.
/// Where the snapshot is gone or not what it was, the books are recovered anew, so that no figure depends on it. On the actor's turn only.
/// </summary>
/// <param name="companyId">The company.</param>
/// <param name="state">Its books.</param>
/// <param name="recovery">Where they come from.</param>
/// <param name="services">What the node's actors share.</param>
/// <param name="whenWhole">Hears once that nothing is missing any more.</param>
internal sealed class MissingUses(
    string companyId, CompanyState state, CompanyRecovery recovery, CompanyServices services, Action<MissingUses> whenWhole)
{
    private Task _completing = Task.CompletedTask;
    private bool _wasRead;
    private bool _isAtFault;
    private bool _isWhole;

    /// <summary>The version of the snapshot; 0 without one.</summary>
    public long SnapshotVersion => recovery.SnapshotVersion;

    /// <summary>Entries that came after the snapshot.</summary>
    public long EntriesBehind => state.Books.Version - recovery.SnapshotVersion;

    /// <summary>Tells if nothing is missing.</summary>
    public void TellIfWhole()
    {
        if (_isWhole || !state.Books.IsWhole)
            return;
        _isWhole = true;
        whenWhole(this);
    }

    /// <summary>
    /// Has everything in memory: one reading, whoever waits for it. Throws <see cref="LedgerUnavailableException"/>, and the next call tries again;
    /// <see cref="CorruptedLedgerException"/>.
    /// </summary>
    public async Task CompleteAsync()
    {
        if (!state.Books.IsWhole && _completing.IsCompleted)
            _completing = ReadRestAsync();
        if (!state.Books.IsWhole)
            await _completing;
        TellIfWhole();
    }

    /// <summary>Has in memory what a report of a range needs, or all without one. Throws <see cref="RetryableException"/>, <see cref="CorruptedLedgerException"/>.</summary>
    public async Task FetchAsync(TimeRange? range)
    {
        try
        {
            if (range is { } asked)
                await FetchForAsync(asked);
            else
                await CompleteAsync();
        }
        catch (Exception exception) when (exception is not CorruptedLedgerException)
        {
            services.Logger.UsesNotRead(companyId, exception);
            throw new RetryableException(RetryableFailure.Unavailable, "The company's uses could not be read.", exception);
        }
    }

    /// <summary>Has everything in memory if that can be. Does not throw.</summary>
    public async Task TryCompleteAsync()
    {
        try
        {
            await CompleteAsync();
        }
#pragma warning disable CA1031 // Nobody asked for it: whoever does is told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            services.Logger.UsesNotRead(companyId, exception);
        }
    }

    private async Task FetchForAsync(TimeRange range)
    {
        var wasRead = _wasRead;
        _wasRead = true;
        while (state.Books.FetchFor(range) is { } fetch)
        {
            if (await TryTakeAsync(fetch, looksInside: true))
                continue;
            _isAtFault = true;
            await CompleteAsync();
        }

        TellIfWhole();
        // Of what is asked for again more will be asked, and whole books are read past the turns.
        if (wasRead && !_isWhole)
            _ = TryCompleteAsync();
    }

    private async Task ReadRestAsync()
    {
        while (!_isAtFault && state.Books.FetchNext(services.Options.SnapshotReadBytesMax) is { } fetch)
            _isAtFault |= !await TryTakeAsync(fetch, looksInside: false);
        if (state.Books.IsWhole)
            return;
        services.Logger.SnapshotAtFault(companyId, recovery.SnapshotVersion);
        state.Replace(await KnownAsync(() => recovery.AnewAsync(state)));
    }

    private async Task<bool> TryTakeAsync(ChunkFetch fetch, bool looksInside) =>
        await KnownAsync(() => services.Snapshots.ReadAsync(companyId, recovery.SnapshotVersion, fetch.Ranges, CancellationToken.None)) is { } bytes
        && fetch.TryTake(bytes, looksInside);

    // Whatever a store fails with, nothing was written.
    private async Task<T> KnownAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (CorruptedLedgerException exception)
        {
            services.Logger.LedgerCorrupted(companyId, exception);
            throw;
        }
        catch (Exception exception) when (exception is not LedgerUnavailableException)
        {
            throw new LedgerUnavailableException("The company's snapshot or ledger could not be read.", exception);
        }
    }
}
