using System.Buffers;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;
using UsageCluster.Gateway.Tests.Support;
using UsageCluster.Gateway.Usage;

namespace UsageCluster.Gateway.Tests.Usage;

public sealed class RenderedBytesTests
{
    private const string January = "/billing/usage?start=2024-01-01&end=2024-02-01";

    [Fact]
    public async Task How_much_is_kept_rendered_shows_in_no_answer()
    {
        var kept = await AnswersAsync(null);

        // Nothing; the first company of three.
        foreach (var bytes in new[] { "0", "1" })
        {
            foreach (var (expected, answer) in kept.Zip(await AnswersAsync(bytes)))
            {
                Assert.Equal(expected.Text, answer.Text);
                Assert.Equal(expected.ETag, answer.ETag);
                Assert.Equal(expected.Length, answer.Length);
            }
        }
    }

    [Fact]
    public void What_is_sent_twice_is_kept_and_no_more_of_it_than_the_bound()
    {
        var pages = PagesOf(10);
        var kept = new RenderedBytes(2_500);
        var renderer = new PageRenderer(kept);
        var length = renderer.Of(pages.Pages[0]).Length;
        Send(renderer, pages);
        Assert.Equal(0, kept.Bytes);
        for (var i = 0; i < 5; i++)
            Send(renderer, pages);

        // As much as there is room for, and always the same pages: none gives way to one that is sent as often.
        Assert.InRange(kept.Bytes, 2_500 - length, 2_500);
        var those = Kept(renderer, pages);
        Send(renderer, pages);
        Assert.Equal(those, Kept(renderer, pages));
    }

    [Fact]
    public void What_is_not_sent_any_more_gives_way()
    {
        var (before, after) = (PagesOf(10), PagesOf(10));
        var kept = new RenderedBytes(4_000);
        var renderer = new PageRenderer(kept);
        for (var i = 0; i < 3; i++)
            Send(renderer, before);
        for (var i = 0; i < 10; i++)
            Send(renderer, after);

        Assert.InRange(kept.Bytes, 1, 4_000);
        Assert.DoesNotContain(true, Kept(renderer, before));
        Assert.Contains(true, Kept(renderer, after));
    }

    [Fact]
    public void What_is_not_kept_is_rendered_again_and_again_without_memory()
    {
        var pages = PagesOf(1_000);
        var totals = MergedTotals.Of([.. pages.Select(c => c.Report)]);
        var answer = new RenderedReports(new GatewayOptions { RenderedBytesMax = 0 }).Of(new AtsReport(pages, totals));
        var nowhere = new Nowhere();
        Write(answer, nowhere);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Write(answer, nowhere);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
        Assert.Equal(2 * answer.Length, nowhere.Bytes);
        Assert.InRange(answer.Length, 1_000_000, 10_000_000);
    }

    [Fact]
    public void A_change_of_one_company_leaves_the_bytes_of_the_others()
    {
        var companies = PagesOf(3).ToArray();
        var renderer = new PageRenderer(new RenderedBytes(1_000_000));
        CompanyPages pages = [.. companies];
        Send(renderer, pages);
        Send(renderer, pages);
        var changed = new CompanyPage([.. pages.Pages[1].Companies[..^1], new NamedCompanyReport("other", companies[0].Report)]);

        Assert.Equal([true, false, true], Kept(renderer, new CompanyPages([pages.Pages[0], changed, pages.Pages[2]])));
    }

    private static CompanyPages PagesOf(int pages) =>
    [
        .. Enumerable.Range(0, pages * CompanyPage.Size).Select(
            i => new NamedCompanyReport($"name {i}", new CompanyReport($"id-{i}", 1, [new SystemReport(BillingSystem.Minutes, i, 0, [new BucketFigures("k", 1, 0, i)])]))),
    ];

    private static void Send(PageRenderer renderer, CompanyPages pages)
    {
        foreach (var page in pages.Pages)
            renderer.Write(page, renderer.Of(page), new Nowhere());
    }

    private static bool[] Kept(PageRenderer renderer, CompanyPages pages)
    {
        var kept = new bool[pages.Pages.Length];
        for (var i = 0; i < kept.Length; i++)
            kept[i] = renderer.Of(pages.Pages[i]).Entries is not null;
        return kept;
    }

    private static void Write(UsageAnswer answer, Nowhere nowhere)
    {
        for (var i = 0; i < answer.PartCount; i++)
            answer.WritePart(i, nowhere);
    }

    /// <summary>The first answer, the same again and again, and the one after a change.</summary>
    private static async Task<List<(string Text, string? ETag, string? Length)>> AnswersAsync(string? renderedBytesMax)
    {
        await using var server = renderedBytesMax is null
            ? await GatewayServer.StartAsync()
            : await GatewayServer.StartAsync(("Gateway:RenderedBytesMax", renderedBytesMax));
        foreach (var company in new[] { "a", "b", "c" })
        {
            await server.Provision.CompanyAsync(company, $"Company \"{company}\"");
            await server.Provision.UseAsync(company, "2024-01-10", 60);
        }

        await server.Provision.AtsAsync("ats", "a", "b", "c");
        var key = (await server.Provision.KeyAsync("ats", "ats")).Text;
        var answers = new List<(string, string?, string?)>();
        async Task AskAsync()
        {
            var answer = await server.Api.GetAsync(key, January);
            answers.Add((answer.Text, answer.ETag, answer.Header("Content-Length")));
        }

        await AskAsync();
        await AskAsync();
        await AskAsync();
        await server.Provision.UseAsync("b", "2024-01-20", 60);
        await AskAsync();
        return answers;
    }

    /// <summary>Counts what is written.</summary>
    private sealed class Nowhere : IBufferWriter<byte>
    {
        private readonly byte[] _buffer = new byte[64 * 1024];

        public long Bytes { get; private set; }

        public void Advance(int count) => Bytes += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => _buffer;

        public Span<byte> GetSpan(int sizeHint = 0) => _buffer;
    }
}
