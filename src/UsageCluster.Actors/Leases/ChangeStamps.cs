namespace UsageCluster.Actors.Leases;

/// <summary>
/// A number for each activation of a term, all side by side, which changes with what the activation shows: whoever keeps what many of them showed learns
/// by it that nothing has changed, without an object of any. A slot is used again after its activation; its stamp only rises. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A stamp is odd while what is shown is being replaced. It is made so before the new view is there to be seen, so whoever has seen a view, or was
/// told of what it holds, finds a stamp that no kept figure without it has: an acknowledged event is in every answer that begins later. It is made even
/// after the view is there, and what is kept was looked at after its stamp: by the stamp of a view nothing older is kept. What was looked at while
/// a stamp was odd may be either view, and is kept by the stamp before, which does not come again. The writes are interlocked, the reads volatile: they
/// stand in this order for every thread.
/// </remarks>
public sealed class ChangeStamps
{
    private const int ChunkBits = 10, ChunkLength = 1 << ChunkBits;

    private readonly Lock _lock = new();
    private readonly Stack<int> _free = new();
    private volatile int[][] _chunks = [];
    private int _slots;

    /// <summary>The stamp by which is kept what is looked at after this.</summary>
    public SeenStamp See(int slot) => new(slot, Volatile.Read(ref Of(slot)) & ~1);

    /// <summary>Whether what was kept by it is what is shown.</summary>
    public bool IsSame(in SeenStamp seen) => Volatile.Read(ref Of(seen.Slot)) == seen.Stamp;

    /// <summary>How many of the first of them are the same.</summary>
    public int CountSame(ReadOnlySpan<SeenStamp> seen)
    {
        var chunks = _chunks;
        for (var i = 0; i < seen.Length; i++)
        {
            if (Volatile.Read(ref chunks[seen[i].Slot >> ChunkBits][seen[i].Slot & (ChunkLength - 1)]) != seen[i].Stamp)
                return i;
        }

        return seen.Length;
    }

    /// <summary>A slot for an activation, which gives it back.</summary>
    internal int Take()
    {
        lock (_lock)
        {
            if (_free.TryPop(out var slot))
                return slot;
            // Readers find a slot by what was published after it was made.
            if (_slots == _chunks.Length * ChunkLength)
                _chunks = [.. _chunks, new int[ChunkLength]];
            return _slots++;
        }
    }

    /// <summary>Gives a slot back, once, after its last change.</summary>
    internal void Return(int slot)
    {
        lock (_lock)
            _free.Push(slot);
    }

    /// <summary>Before what is shown is replaced. By one thread at a time, and followed by <see cref="End"/>.</summary>
    internal void Begin(int slot) => Interlocked.Increment(ref Of(slot));

    /// <summary>After it was.</summary>
    internal void End(int slot) => Interlocked.Increment(ref Of(slot));

    /// <summary>What was shown is shown no more, as it is already. By any thread, also between the other two.</summary>
    internal void Skip(int slot) => Interlocked.Add(ref Of(slot), 2);

    private ref int Of(int slot) => ref _chunks[slot >> ChunkBits][slot & (ChunkLength - 1)];
}
