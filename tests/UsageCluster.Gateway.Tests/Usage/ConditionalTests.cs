using System.Net;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Usage;

public sealed class ConditionalTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string January = "/billing/usage?start=2024-01-01&end=2024-02-01";

    private readonly GatewayServer _server = shared.Server;

    [Theory]
    [InlineData("company")]
    [InlineData("ats")]
    public async Task What_the_client_has_is_not_sent_again(string kind)
    {
        var key = await KeyAsync(kind);
        var first = await _server.Api.GetAsync(key, January);
        Assert.Matches("^\"[^\"]+\"$", first.ETag);

        foreach (var condition in new[] { first.ETag!, "W/" + first.ETag, "\"other\", " + first.ETag, "*" })
        {
            var again = await _server.Api.GetAsync(key, January, ("If-None-Match", condition));

            Assert.Equal(HttpStatusCode.NotModified, again.Status);
            Assert.Empty(again.Body);
            Assert.Equal(first.ETag, again.ETag);
            Assert.Equal("private, no-cache", again.Header("Cache-Control"));
            Assert.Equal("Authorization, X-API-Key, Accept, Accept-Encoding", again.Header("Vary"));
        }
    }

    [Fact]
    public async Task Another_tag_gets_the_answer()
    {
        var key = await KeyAsync("company");

        var answer = await _server.Api.GetAsync(key, January, ("If-None-Match", "\"other\""));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.NotEmpty(answer.Body);
    }

    [Fact]
    public async Task Each_coding_has_a_tag_that_is_its_own_only()
    {
        var key = await KeyAsync("company");
        var tags = new List<string?>();
        foreach (var coding in new[] { "identity", "gzip", "br" })
            tags.Add((await _server.Api.GetAsync(key, January, ("Accept-Encoding", coding))).ETag);

        Assert.Equal(3, tags.Distinct().Count());
        Assert.Equal(HttpStatusCode.OK, (await _server.Api.GetAsync(key, January, ("If-None-Match", tags[1]!))).Status);
        var coded = await _server.Api.GetAsync(key, January, ("If-None-Match", tags[1]!), ("Accept-Encoding", "gzip"));
        Assert.Equal(HttpStatusCode.NotModified, coded.Status);
    }

    [Theory]
    [InlineData("company")]
    [InlineData("ats")]
    public async Task The_tag_changes_with_the_figures(string kind)
    {
        var key = await KeyAsync(kind);
        var before = await _server.Api.GetAsync(key, January);

        await _server.Provision.UseAsync("conditional-company", "2024-01-20", 60);

        var after = await _server.Api.GetAsync(key, January, ("If-None-Match", before.ETag!));
        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.NotEqual(before.ETag, after.ETag);
    }

    [Theory]
    [InlineData("company")]
    [InlineData("ats")]
    public async Task An_equal_body_has_an_equal_tag_though_the_default_end_moved(string kind)
    {
        var key = await KeyAsync(kind);
        var before = await _server.Api.GetAsync(key, "/billing/usage?start=2023-01-01");

        _server.Time.Advance(TimeSpan.FromHours(1));

        var after = await _server.Api.GetAsync(key, "/billing/usage?start=2023-01-01");
        Assert.Equal(before.Text, after.Text);
        Assert.Equal(before.ETag, after.ETag);
    }

    private Task<string> KeyAsync(string kind) => shared.OnceAsync(kind, async provision =>
    {
        await provision.CompanyAsync("conditional-company", "Conditional");
        await provision.UseAsync("conditional-company", "2024-01-10", 60);
        if (kind == "company")
            return (await provision.KeyAsync("company", "conditional-company")).Text;
        await provision.CompanyAsync("conditional-other", "Other");
        await provision.AtsAsync("conditional-ats", "conditional-company", "conditional-other");
        return (await provision.KeyAsync("ats", "conditional-ats")).Text;
    });
}
