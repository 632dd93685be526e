using System.Buffers;
using System.Runtime.CompilerServices;
using UsageCluster.Core.Reports;

namespace UsageCluster.Gateway.Usage;

/// <summary>
/// Renders pages of companies. Later reports have the same page while nothing in it differs: what is sent a second time is kept if there is room, so that
/// what changes from one answer to the next leaves no bytes behind. Safe for concurrent use.
/// </summary>
internal sealed class PageRenderer(RenderedBytes kept)
{
    private readonly ConditionalWeakTable<CompanyPage, RenderedPage> _pages = [];
    private EntryRenderer? _spare;

    /// <summary>What is known of a page's bytes.</summary>
    public RenderedPage Of(CompanyPage page) => _pages.TryGetValue(page, out var rendered) ? rendered : Render(page, isWhole: false);

    /// <summary>A page with its bytes, which its holder keeps.</summary>
    public RenderedPage Whole(CompanyPage page) => Render(page, isWhole: true);

    /// <summary>Writes the entries of a page.</summary>
    public void Write(CompanyPage page, RenderedPage rendered, IBufferWriter<byte> writer)
    {
        if (rendered.Entries is { } known)
        {
            rendered.IsUsed = true;
            writer.Write(known);
            return;
        }

        var renderer = Take();
        var entries = renderer.Entries(page.Companies);
        writer.Write(entries);
        if (rendered.IsUsed)
            kept.Keep(rendered, entries);
        rendered.IsUsed = true;
        Return(renderer);
    }

    private RenderedPage Render(CompanyPage page, bool isWhole)
    {
        var renderer = Take();
        var entries = renderer.Entries(page.Companies);
        var rendered = new RenderedPage(entries.Length, EntriesHash.Of(entries));
        if (isWhole)
            rendered.Entries = entries.ToArray();
        else
            _pages.TryAdd(page, rendered);
        Return(renderer);
        return rendered;
    }

    // A renderer knows the cost keys that it has met.
    private EntryRenderer Take() => Interlocked.Exchange(ref _spare, null) ?? new EntryRenderer();

    private void Return(EntryRenderer renderer) => Interlocked.Exchange(ref _spare, renderer)?.Dispose();
}
