using System.Net;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Monthly;

public sealed class MonthlyPageTests(SharedServer shared) : MonthlyCase(shared)
{
    private const string Range = "?from=2023-12&to=2024-01";

    [Theory]
    [InlineData("/billing/usage/monthly")]
    [InlineData("/v1/billing/usage/monthly")]
    [InlineData("/express/usage/month")]
    public async Task Pages_follow_their_links_and_hold_each_row_once(string path)
    {
        var whole = Rows(await GetAsync(Range, path)).Select(r => Text(r, "id")).ToArray();
        var walked = new List<string>();
        var next = path + Range + "&per_page=2";
        for (var page = 1; next is not null; page++)
        {
            var answer = await GetAsync("", next);
            walked.AddRange(Rows(answer).Select(r => Text(r, "id")));
            var links = answer.GetProperty("_links");
            Assert.Equal($"{path}{Range}&per_page=2&page={page}", Href(links, "self"));
            Assert.Equal($"{path}{Range}&per_page=2&page=1", Href(links, "first"));
            Assert.Equal($"{path}{Range}&per_page=2&page=3", Href(links, "last"));
            Assert.Equal(page > 1, links.TryGetProperty("prev", out _));
            foreach (var link in links.EnumerateObject())
                Assert.Equal(link.Value.GetRawText(), answer.GetProperty(link.Name).GetRawText());
            Assert.Equal(Href(links, "self"), Href(answer, "show"));
            Assert.False(links.TryGetProperty("show", out _));
            Assert.Equal((page, 2, 5, 3), (Number("page"), Number("per_page"), Number("total"), Number("pages")));
            next = Href(links, "next");

            int Number(string name) => answer.GetProperty(name).GetInt32();
        }

        Assert.Equal(whole, walked);
    }

    [Fact]
    public async Task A_page_past_the_end_is_empty()
    {
        var page = await GetAsync(Range + "&page=2147483647&per_page=500");

        Assert.Empty(Rows(page));
        Assert.Equal(5, page.GetProperty("total").GetInt32());
        Assert.EndsWith("page=1&per_page=500", Href(page, "prev"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_twelve_months_are_the_default()
    {
        var page = await GetAsync("");

        Assert.Equal(5, page.GetProperty("total").GetInt32());
        Assert.Equal("/billing/usage/monthly?page=1", Href(page, "self"));
        Assert.Equal(4, (await GetAsync("?from=2024-01")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await GetAsync("?to=2023-12")).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData(null, "application/hal+json")]
    [InlineData("*/*", "application/hal+json")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/hal+json", "application/hal+json")]
    public async Task Both_media_types_carry_the_same_body(string? accept, string type)
    {
        var headers = accept is null ? Array.Empty<(string, string)>() : [("Accept", accept)];
        var answer = await Api.GetAsync(await AtsAsync(), "/billing/usage/monthly" + Range, headers);

        Assert.Equal(type, answer.ContentType);
        Assert.Equal((await GetAsync(Range)).GetRawText(), answer.Text);
    }

    [Fact]
    public async Task Companies_can_be_named_and_one_foreign_one_spoils_all()
    {
        var key = await AtsAsync();

        Assert.Equal(5, (await GetAsync(Range + "&companyId=beta&companyId=alpha&companyId=beta")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await GetAsync(Range + "&companyId=beta")).GetProperty("total").GetInt32());
        var own = string.Concat(Enumerable.Repeat("&companyId=alpha&companyId=beta", 5));
        foreach (var foreign in new[] { "foreign", "nobody" })
        {
            var answer = await Api.GetAsync(key, $"/billing/usage/monthly{Range}{own}&companyId={foreign}");
            answer.IsProblem(HttpStatusCode.Forbidden, "company_not_accessible");
            Assert.DoesNotContain("alpha", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_company_key_sees_its_own_alone()
    {
        await AtsAsync();
        var key = (await Server.Provision.KeyAsync("company", "alpha")).Text;

        Assert.Equal(4, (await Api.GetAsync(key, "/billing/usage/monthly" + Range)).Json.GetProperty("total").GetInt32());
        Assert.Equal(4, (await Api.GetAsync(key, $"/billing/usage/monthly{Range}&companyId=alpha")).Json.GetProperty("total").GetInt32());
        (await Api.GetAsync(key, $"/billing/usage/monthly{Range}&companyId=alpha&companyId=beta")).IsProblem(HttpStatusCode.Forbidden, "company_not_accessible");
    }

    [Theory]
    [InlineData("?from=2024-13", "from")]
    [InlineData("?from=2024-1", "from")]
    [InlineData("?from=2024-01-01", "from")]
    [InlineData("?to=", "to")]
    [InlineData("?to=1969-12", "to")]
    [InlineData("?from=2024-02&to=2024-01", "from")]
    [InlineData("?from=1970-01&to=2024-01", "from")]
    [InlineData("?page=0", "page")]
    [InlineData("?per_page=501", "per_page")]
    [InlineData("?per_page=0", "per_page")]
    [InlineData("?companyId=", "companyId")]
    [InlineData("?page=1&page=1", "page")]
    [InlineData("?from=x&to=y&page=z&per_page=0&companyId=%20", "from,to,companyId,page,per_page")]
    public async Task A_bad_query_names_what_is_bad(string query, string fields)
    {
        var answer = await Api.GetAsync(await AtsAsync(), "/billing/usage/monthly" + query);

        Assert.Equal(fields.Split(','), answer.IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
    }

    [Fact]
    public async Task An_administrator_names_a_company() =>
        (await Api.GetAsync(GatewayServer.AdminKey, "/billing/usage/monthly")).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter");

    [Fact]
    public async Task All_rows_can_be_exported()
    {
        var csv = await Api.GetAsync(await AtsAsync(), "/billing/usage/monthly" + Range + "&per_page=1", ("Accept", "text/csv"));
        var lines = await Api.GetAsync(await AtsAsync(), "/billing/usage/monthly" + Range + "&per_page=1", ("Accept", "application/x-ndjson"));

        Assert.Equal("text/csv; charset=utf-8", csv.ContentType);
        var records = csv.Text.TrimEnd().Split("\r\n");
        Assert.Equal(6, records.Length);
        Assert.StartsWith("id,account_id,product_id,", records[0], StringComparison.Ordinal);
        Assert.Contains("alpha,P-CALL,P-TEL,2024-01,CALL,Calls,EUR,,,SECONDS,0.0125,phone,7,0.0875", csv.Text, StringComparison.Ordinal);
        Assert.Equal("application/x-ndjson", lines.ContentType);
        Assert.Equal(5, lines.Text.TrimEnd().Split('\n').Length);
        Assert.DoesNotContain("_links", lines.Text, StringComparison.Ordinal);
    }
}
