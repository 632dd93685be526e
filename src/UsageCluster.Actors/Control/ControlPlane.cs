using System.Diagnostics.CodeAnalysis;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Pricing;

namespace UsageCluster.Actors.Control;

/// <summary>
/// A node's cache over the control plane's rows. A positive answer is at most one second old, and never older than a change made
/// through this node; a negative one is confirmed in the store (domain rule 13). Safe for concurrent use.
/// </summary>
public sealed class ControlPlane : IRates
{
    private readonly TimeProvider _time;
    private readonly ControlPlaneOptions _options;
    private readonly RowCache<KeyRow> _keys;
    private readonly RowCache<CompanyRow> _companies;
    private readonly RowCache<CachedAts> _ats;
    private readonly RatesCache _rates;
    private readonly Coalescer _syncs;
    private long _revision = -1;
    private int _history;
    private long _syncedAt;
    private volatile bool _synced;

    /// <summary>A cache over a store. Throws <see cref="ArgumentOutOfRangeException"/> on bad options.</summary>
    public ControlPlane(IControlStore store, ControlPlaneOptions options, TimeProvider time)
    {
        options.Validate();
        Store = store;
        _options = options;
        _time = time;
        _keys = new(options.KeysMax);
        _companies = new(options.CompaniesMax);
        _ats = new(options.AtsMax);
        _rates = new(store);
        _syncs = new(SyncOnceAsync);
    }

    /// <summary>The rows behind the cache. After a write through it, await <see cref="SyncAsync"/> before answering.</summary>
    public IControlStore Store { get; }

    /// <summary>A key, revoked ones included; null: none. Completes synchronously, without allocation, when cached.</summary>
    public ValueTask<KeyRow?> FindKeyAsync(string keyId, CancellationToken cancellationToken) =>
        IsRecent() && _keys.TryGet(keyId, out var row) ? new(row) : ReadKeyAsync(keyId, cancellationToken);

    /// <summary>A key that is cached, revoked ones included, without a string for its id; false: ask <see cref="FindKeyAsync"/>.</summary>
    public bool TryFindKey(ReadOnlySpan<char> keyId, [NotNullWhen(true)] out KeyRow? row)
    {
        row = null;
        return IsRecent() && _keys.TryGet(keyId, out row);
    }

    /// <summary>A company; null: none. Completes synchronously when cached.</summary>
    public ValueTask<CompanyRow?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) =>
        IsRecent() && _companies.TryGet(companyId, out var row) ? new(row) : ReadCompanyAsync(companyId, cancellationToken);

    /// <summary>
    /// An ATS, its members ordered by company name (ordinal), then id; null: none. Completes synchronously when cached, and with the
    /// same object until the ATS, its members or one of their names change.
    /// </summary>
    public ValueTask<AtsRow?> FindAtsAsync(string atsId, CancellationToken cancellationToken) =>
        IsRecent() && _ats.TryGet(atsId, out var ats) ? new(ats.Row) : ReadAtsAsync(atsId, cancellationToken);

    /// <summary>General rules, catalogue and plans; <paramref name="newerThan"/> (a revision found stale) forces a reload.</summary>
    public ValueTask<RateBook> RatesAsync(long? newerThan, CancellationToken cancellationToken) =>
        IsRecent() && _rates.TryGet(newerThan, out var book) ? new(book) : ReadRatesAsync(newerThan, cancellationToken);

    /// <summary>
    /// Forgets what changed in the store, by a look at it that begins after the call. The host calls it several times a second where
    /// other nodes may write. Throws <see cref="LedgerUnavailableException"/> when the store cannot be reached.
    /// </summary>
    public Task SyncAsync(CancellationToken cancellationToken) => _syncs.RunAsync(cancellationToken);

    private bool IsRecent() =>
        !_options.SharedStore || (_synced && _time.GetElapsedTime(Volatile.Read(ref _syncedAt)) <= _options.StaleAfter);

    private async ValueTask<KeyRow?> ReadKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        await BeRecentAsync(cancellationToken);
        if (_keys.TryGet(keyId, out var cached))
            return cached;
        var generation = _keys.Generation;
        var row = await Store.FindKeyAsync(keyId, cancellationToken);
        if (row is not null)
            _keys.Keep(keyId, row, generation);
        return row;
    }

    private async ValueTask<CompanyRow?> ReadCompanyAsync(string companyId, CancellationToken cancellationToken)
    {
        await BeRecentAsync(cancellationToken);
        if (_companies.TryGet(companyId, out var cached))
            return cached;
        var generation = _companies.Generation;
        var row = await Store.FindCompanyAsync(companyId, cancellationToken);
        if (row is not null)
            _companies.Keep(companyId, row, generation);
        return row;
    }

    private async ValueTask<AtsRow?> ReadAtsAsync(string atsId, CancellationToken cancellationToken)
    {
        await BeRecentAsync(cancellationToken);
        if (_ats.TryGet(atsId, out var cached))
            return cached.Row;
        var generation = _ats.Generation;
        var row = await Store.FindAtsAsync(atsId, cancellationToken);
        if (row is null)
            return null;
        var ats = new CachedAts(row);
        _ats.Keep(atsId, ats, generation);
        return ats.Row;
    }

    private async ValueTask<RateBook> ReadRatesAsync(long? newerThan, CancellationToken cancellationToken)
    {
        await BeRecentAsync(cancellationToken);
        return await _rates.ReadAsync(newerThan, cancellationToken);
    }

    private Task BeRecentAsync(CancellationToken cancellationToken) => IsRecent() ? Task.CompletedTask : SyncAsync(cancellationToken);

    private async Task SyncOnceAsync()
    {
        var at = _time.GetTimestamp();
        var changes = await LookAsync();
        if (_revision < 0 || changes.Changes is null || changes.History != _history)
            ForgetAll();
        else
            Forget(changes.Changes);
        _revision = changes.Revision;
        _history = changes.History;
        Volatile.Write(ref _syncedAt, at);
        _synced = true;
    }

    /// <summary>Shared by every caller that waits: none of them may cancel it, and it must not hold them for long.</summary>
    private async Task<ControlChanges> LookAsync()
    {
        using var limit = new CancellationTokenSource(_options.SyncTimeout, _time);
        try
        {
            // Given up by itself too: a store that hangs may be as slow to end its call.
            return await Store.ChangesSinceAsync(_revision, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new LedgerUnavailableException($"The store did not tell within {_options.SyncTimeout} what changed.", exception) { Failure = StoreFailure.TimedOut };
        }
    }

    private void Forget(IReadOnlyList<ControlChange> changes)
    {
        foreach (var change in changes)
        {
            switch (change.Kind)
            {
                case ControlKind.Company:
                    _companies.Forget(change.Id);
                    _ats.ForgetWhere(ats => ats.Manages(change.Id));
                    break;
                case ControlKind.Ats:
                    _ats.Forget(change.Id);
                    break;
                case ControlKind.Key:
                    _keys.Forget(change.Id);
                    break;
                case ControlKind.Rates:
                    _rates.Forget();
                    break;
                default:
                    ForgetAll();
                    break;
            }
        }
    }

    private void ForgetAll()
    {
        _keys.ForgetAll();
        _companies.ForgetAll();
        _ats.ForgetAll();
        _rates.Forget();
    }
}
