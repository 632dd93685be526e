using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace UsageCluster.Actors.Control;

/// <summary>
/// Rows by id, at most <paramref name="capacity"/> of them; the longest unused goes first (second chance). Lookups take no lock.
/// A fill that began before an invalidation is not kept: its row may be the one that changed.
/// </summary>
internal sealed class RowCache<T>(int capacity) where T : class
{
    private readonly ConcurrentDictionary<string, Slot> _rows = new(StringComparer.Ordinal);
    private readonly Queue<Slot> _byAge = new();
    private readonly Lock _gate = new();
    private long _generation;

    /// <summary>To be read before the store is, and handed to <see cref="Keep"/> with the row.</summary>
    public long Generation => Volatile.Read(ref _generation);

    public int Count => _rows.Count;

    public bool TryGet(ReadOnlySpan<char> id, [NotNullWhen(true)] out T? row)
    {
        if (!_rows.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var slot))
        {
            row = null;
            return false;
        }

        if (!slot.Used)
            slot.Used = true;
        row = slot.Row;
        return true;
    }

    public void Keep(string id, T row, long generation)
    {
        lock (_gate)
        {
            if (generation != _generation)
                return;
            var slot = new Slot(id, row);
            _rows[id] = slot;
            _byAge.Enqueue(slot);
            while (_byAge.Count > capacity)
                DropOldest();
        }
    }

    public void Forget(string id)
    {
        lock (_gate)
        {
            _generation++;
            _rows.TryRemove(id, out _);
        }
    }

    public void ForgetAll()
    {
        lock (_gate)
        {
            _generation++;
            _rows.Clear();
            _byAge.Clear();
        }
    }

    /// <summary>Forgets the rows that a test picks; a fill under way is not kept either.</summary>
    public void ForgetWhere(Func<T, bool> picked)
    {
        lock (_gate)
        {
            _generation++;
            foreach (var pair in _rows)
            {
                if (picked(pair.Value.Row))
                    _rows.TryRemove(pair);
            }
        }
    }

    private void DropOldest()
    {
        var slot = _byAge.Dequeue();
        if (!_rows.TryGetValue(slot.Id, out var current) || current != slot)
            return;
        if (slot.Used)
        {
            slot.Used = false;
            _byAge.Enqueue(slot);
        }
        else
        {
            _rows.TryRemove(slot.Id, out _);
        }
    }

    private sealed class Slot(string id, T row)
    {
        public readonly string Id = id;
        public readonly T Row = row;
        public volatile bool Used;
    }
}
