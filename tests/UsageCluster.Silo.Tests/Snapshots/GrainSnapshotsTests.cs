using Orleans.Storage;
using UsageCluster.Actors.Ports;
using UsageCluster.Silo.Snapshots;

namespace UsageCluster.Silo.Tests.Snapshots;

public class GrainSnapshotsTests
{
    private static readonly SnapshotRecord Older = new(1, [1], [10]);
    private static readonly SnapshotRecord Newer = new(2, [2], [20]);

    private readonly OneStorage _storage = new();

    [Fact]
    public async Task What_one_activation_saves_the_next_one_loads()
    {
        await new GrainSnapshots(_storage).SaveAsync("acme", Older, default);
        Assert.Same(Older, await new GrainSnapshots(_storage).LoadAsync("acme", default));
        Assert.Null(await new GrainSnapshots(_storage).LoadAsync("other", default));
    }

    [Fact]
    public async Task A_stale_activation_does_not_replace_what_a_later_one_saved()
    {
        var stale = new GrainSnapshots(_storage);
        await stale.SaveAsync("acme", Older, default);
        var later = new GrainSnapshots(_storage);
        await later.LoadAsync("acme", default);
        await later.SaveAsync("acme", Newer, default);

        await Assert.ThrowsAsync<InconsistentStateException>(() => stale.SaveAsync("acme", Older, default));
        Assert.Same(Newer, await new GrainSnapshots(_storage).LoadAsync("acme", default));
    }

    [Fact]
    public async Task After_a_save_that_failed_the_next_one_replaces_whatever_there_is()
    {
        var snapshots = new GrainSnapshots(_storage);
        await snapshots.SaveAsync("acme", Older, default);
        _storage.FailAfterWriting = true;
        await Assert.ThrowsAsync<TimeoutException>(() => snapshots.SaveAsync("acme", Older, default));
        _storage.FailAfterWriting = false;

        await snapshots.SaveAsync("acme", Newer, default);
        Assert.Same(Newer, await new GrainSnapshots(_storage).LoadAsync("acme", default));
    }

    /// <summary>Grain storage with versions, in memory.</summary>
    private sealed class OneStorage : IGrainStorage
    {
        private readonly Dictionary<(string, GrainId), (int Version, object State)> _rows = [];

        public bool FailAfterWriting { get; set; }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (_rows.TryGetValue((stateName, grainId), out var row))
                (grainState.State, grainState.ETag, grainState.RecordExists) = ((T)row.State, $"{row.Version}", true);
            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var version = _rows.TryGetValue((stateName, grainId), out var row) ? row.Version : 0;
            if (grainState.ETag is { } expected && expected != $"{version}")
                throw new InconsistentStateException("Version conflict.");
            _rows[(stateName, grainId)] = (version + 1, grainState.State!);
            if (FailAfterWriting)
                throw new TimeoutException();
            (grainState.ETag, grainState.RecordExists) = ($"{version + 1}", true);
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            _rows.Remove((stateName, grainId));
            return Task.CompletedTask;
        }
    }
}
