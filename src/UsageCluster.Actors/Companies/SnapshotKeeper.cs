using UsageCluster.Actors.Diagnostics;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;

namespace UsageCluster.Actors.Companies;

/// <summary>Saves snapshots of one company now and then, beside the calls: one at a time, and a failure costs nothing but a longer recovery.</summary>
internal sealed class SnapshotKeeper(string companyId, CompanyServices services, long savedVersion)
{
    private long _savedVersion = savedVersion;
    private long _nextVersion = savedVersion + Growth(savedVersion, services.Options);
    private Task? _saving;

    /// <summary>Starts a save if enough came after the last one. Never waits for it.</summary>
    public void SaveIfDue(CompanyState state)
    {
        if (state.Books.Version >= _nextVersion && _saving is null or { IsCompleted: true })
            _saving = SaveAsync(state, CancellationToken.None);
    }

    /// <summary>Waits for a save in flight, and saves once more if it is worth it.</summary>
    public async Task CloseAsync(CompanyState state, CancellationToken cancellationToken)
    {
        if (_saving is not null)
            await _saving.WaitAsync(cancellationToken);
        if (state.Books.Version - _savedVersion >= services.Options.SnapshotAtDeactivationEntriesMin)
            await SaveAsync(state, cancellationToken);
    }

    private async Task SaveAsync(CompanyState state, CancellationToken cancellationToken)
    {
        var version = state.Books.Version;

        // A failed save is tried again only after as many entries: a store in trouble gets no extra load.
        _nextVersion = version + Growth(version, services.Options);
        try
        {
            var snapshot = new SnapshotRecord(version, state.Hash, BooksSnapshot.Encode(state.Books));
            await services.Snapshots.SaveAsync(companyId, snapshot, cancellationToken);
            _savedVersion = version;
            ActorMetrics.Snapshots.Add(1);
        }
#pragma warning disable CA1031 // A snapshot is a cache: no failure to keep one may reach a caller.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            services.Logger.SnapshotNotSaved(companyId, version, exception);
        }
    }

    private static long Growth(long version, CompanyActorOptions options) => Math.Max(options.SnapshotEntriesMin, version / 4);
}
