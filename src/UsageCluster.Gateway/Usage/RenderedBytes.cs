namespace UsageCluster.Gateway.Usage;

/// <summary>
/// The pages whose bytes are kept, of all ATSs and ranges together no more than a bound. What was not sent for long gives way; what is sent in turn and
/// is more than the bound stays as it is, and the rest is not kept. Safe for concurrent use.
/// </summary>
internal sealed class RenderedBytes(long max)
{
    // Pages that may be asked to give way to one.
    private const int LooksMax = 2;

    private readonly Lock _lock = new();
    private readonly Queue<RenderedPage> _pages = new();
    private long _bytes;

    /// <summary>Bytes that are kept.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Keeps the entries of a page if there is room.</summary>
    public void Keep(RenderedPage page, ReadOnlySpan<byte> entries)
    {
        lock (_lock)
        {
            if (page.Entries is not null || !HasRoomFor(entries.Length))
                return;

            // Pinned is not moved: what lives long and is large would be copied by two collections, and lie there twice meanwhile.
            var bytes = GC.AllocateUninitializedArray<byte>(entries.Length, pinned: true);
            entries.CopyTo(bytes);
            page.Entries = bytes;
            _pages.Enqueue(page);
            _bytes += entries.Length;
        }
    }

    private bool HasRoomFor(int length)
    {
        for (var looks = 0; _bytes + length > max; looks++)
        {
            if (looks == LooksMax || !_pages.TryDequeue(out var page))
                return false;
            if (page.IsUsed)
            {
                page.IsUsed = false;
                _pages.Enqueue(page);
            }
            else
            {
                page.Entries = null;
                _bytes -= page.Length;
            }
        }

        return true;
    }
}
