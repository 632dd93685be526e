using System.Net;
using System.Text.RegularExpressions;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.OpenApi;

public sealed partial class DocsTests : IAsyncLifetime
{
    private BareGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await BareGateway.StartAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task The_document_is_served_without_a_key()
    {
        var answer = await _gateway.Api.GetAsync(null, "/openapi/v1.json");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.ContentType);
        Assert.StartsWith("3.1", answer.Json.GetProperty("openapi").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_whole_and_needs_no_other_server()
    {
        var page = await _gateway.Api.GetAsync(null, "/docs/index.html");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page.Text);
        var assets = Asset().Matches(page.Text).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(assets);
        foreach (var asset in assets)
            Assert.Equal(HttpStatusCode.OK, (await _gateway.Api.GetAsync(null, "/docs/" + asset.TrimStart('.', '/'))).Status);
    }

    [Theory]
    [InlineData("/", "/docs/")]
    [InlineData("/docs", "docs/index.html")]
    public async Task The_root_leads_to_the_page(string path, string target)
    {
        var answer = await _gateway.Api.GetAsync(null, path);

        Assert.InRange((int)answer.Status, 301, 302);
        Assert.EndsWith(target, answer.Header("Location"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_errors_page_has_an_anchor_for_every_code()
    {
        var page = await _gateway.Api.GetAsync(null, "/docs/errors");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.All(ErrorCodes.All, c => Assert.Contains($"id=\"{c.Code}\"", page.Text, StringComparison.Ordinal));
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Asset();
}
