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
    public void No_more_is_kept_than_the_bound()
    {
        CompanyReport[] companies = [.. new[] { "a", "b" }.Select(id => new CompanyReport(id, 1, [new SystemReport(BillingSystem.Minutes, 0, 0, [])]))];
        var report = new AtsReport([.. companies.Select(c => new NamedCompanyReport(c.CompanyId, c))], MergedTotals.Of(companies));

        Assert.True(new RenderedReports(new GatewayOptions()).Of(report).IsKeptWhole);
        Assert.False(new RenderedReports(new GatewayOptions { RenderedBytesMax = 1 }).Of(report).IsKeptWhole);
    }

    /// <summary>The first answer, the same again, and the one after a change.</summary>
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
        await server.Provision.UseAsync("b", "2024-01-20", 60);
        await AskAsync();
        return answers;
    }
}
