using System.Net;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Currencies;

public sealed class CurrenciesEndpointTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private ApiClient Api => shared.Server.Api;

    [Theory]
    [InlineData("/billing/currencies")]
    [InlineData("/v1/billing/currencies")]
    public async Task The_list_is_answered_whole_in_the_envelope(string path)
    {
        var answer = await Api.GetAsync(await KeyAsync(), path);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.ContentType);
        Assert.StartsWith(
            """{"status":true,"message":"Currencies fetched","data":[{"code":"AED","name":"UAE Dirham","minorUnits":2,"number":"784"},""",
            answer.Text,
            StringComparison.Ordinal);
        Assert.EndsWith("""],"meta":null}""", answer.Text, StringComparison.Ordinal);
        Assert.Contains("""{"code":"XAG","name":"Silver","minorUnits":null,"number":"961"}""", answer.Text, StringComparison.Ordinal);
        Assert.Equal(178, answer.Json.GetProperty("data").GetArrayLength());
        Assert.Equal("private, no-cache", answer.Header("Cache-Control"));
        Assert.Equal("Authorization, X-API-Key, Accept, Accept-Encoding", answer.Header("Vary"));
    }

    [Fact]
    public async Task An_administrator_needs_to_name_no_company() =>
        Assert.Equal(HttpStatusCode.OK, (await Api.GetAsync(GatewayServer.AdminKey, "/billing/currencies")).Status);

    [Fact]
    public async Task A_key_that_reads_no_billing_is_refused()
    {
        var runtime = await shared.OnceAsync("runtime", async p => (await p.KeyAsync("runtime")).Text);

        (await Api.GetAsync(runtime, "/billing/currencies")).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        (await Api.GetAsync(null, "/billing/currencies")).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task What_the_client_has_is_not_sent_again()
    {
        var key = await KeyAsync();
        var first = await Api.GetAsync(key, "/billing/currencies", ("Accept-Encoding", "gzip"));
        var again = await Api.GetAsync(key, "/billing/currencies", ("Accept-Encoding", "gzip"), ("If-None-Match", first.ETag!));
        var plain = await Api.GetAsync(key, "/billing/currencies", ("If-None-Match", first.ETag!));

        Assert.Equal("gzip", first.Header("Content-Encoding"));
        Assert.Equal(HttpStatusCode.NotModified, again.Status);
        Assert.Empty(again.Body);
        Assert.Equal(HttpStatusCode.OK, plain.Status);
        Assert.True(plain.Body.Length > first.Body.Length);
    }

    [Fact]
    public async Task HEAD_answers_the_headers_alone()
    {
        var head = await Api.HeadAsync(await KeyAsync(), "/billing/currencies");
        var get = await Api.GetAsync(await KeyAsync(), "/billing/currencies");

        Assert.Empty(head.Body);
        Assert.Equal(get.Body.Length, head.ContentHeaders.ContentLength);
        Assert.Equal(get.ETag, head.ETag);
    }

    [Fact]
    public async Task There_is_no_other_form() =>
        (await Api.GetAsync(await KeyAsync(), "/billing/currencies", ("Accept", "text/csv"))).IsProblem(HttpStatusCode.NotAcceptable, "not_acceptable");

    [Theory]
    [InlineData("QQQ")]
    [InlineData("usd")]
    [InlineData("BGN")]
    public async Task A_cost_key_takes_a_currency_of_the_list_only(string currency)
    {
        var body = $$"""{"countsAsInterview":false,"price":1,"currency":"{{currency}}"}""";

        var answer = await Api.PutAsync(GatewayServer.AdminKey, "/admin/cost-keys/priced", body);

        Assert.Equal(["currency"], answer.IsProblem(HttpStatusCode.BadRequest, "invalid_body").Fields);
    }

    private Task<string> KeyAsync() => shared.OnceAsync("key", async p =>
    {
        await p.CompanyAsync("reader", "Reader");
        return (await p.KeyAsync("company", "reader")).Text;
    });
}
