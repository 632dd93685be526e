using System.Globalization;
using System.Net;
using System.Text.Json;
using UsageCluster.Gateway.Tests.Admin;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.History;

public sealed class HistoryEndpointTests : AdminServerTests
{
    [Fact]
    public async Task A_use_and_its_corrections_are_rows_with_signed_differences()
    {
        await CompaniesAsync("c");
        await Server.Provision.UseAsync("c", "2024-01-10T00:00:00.5Z", 90.5m);
        await PostAsync("companies/c/corrections", """{"id":"a","eventId":"event-1","kind":"adjust","reason":"r","durationSeconds":30,"agentFocus":"sales"}""");
        await PostAsync("companies/c/corrections", """{"id":"v","eventId":"event-1","kind":"void","reason":"r"}""");
        var key = (await Server.Provision.KeyAsync("company", "c")).Text;

        var answer = await Server.Api.GetAsync(key, "/v1/billing/history");

        Assert.Equal("Billing history fetched", answer.Json.GetProperty("message").GetString());
        AssertJson("""{"page":1,"pageSize":10,"totalPages":1,"totalCount":3,"nextCursor":null}""", answer.Json.GetProperty("meta"));
        var rows = answer.Json.GetProperty("data").EnumerateArray().ToArray();
        AssertJson(
            """
            {"id":"c!0000000002","kind":"usage","corrects":null,"cost":0,"duration":91,"product":"agent","unit":"audio","quantity":1.508333,
             "billingSystem":"minutes","costKey":"interview_minutes","occurredAt":"2024-01-10T00:00:00.5Z","recordedAt":"2024-02-01T00:00:00Z",
             "interviewId":null,"eventId":"event-1","companyId":"c"}
            """,
            rows[0]);
        Assert.Equal(["usage", "adjust", "void"], rows.Select(r => r.GetProperty("kind").GetString()));
        Assert.Equal([null, "c!0000000002", "c!0000000002"], rows.Select(r => r.GetProperty("corrects").GetString()));
        Assert.Equal([1.508333m, -1.008333m, -0.5m], rows.Select(r => r.GetProperty("quantity").GetDecimal()));
        Assert.Equal([91, -61, -30], rows.Select(r => r.GetProperty("duration").GetInt32()));
        Assert.Equal("sales", rows[1].GetProperty("product").GetString());
    }

    [Fact]
    public async Task Credits_are_the_cost_and_tests_are_no_rows()
    {
        await Server.Provision.RuleAsync("*", 10, 5, 2.5m);
        await Server.Provision.CompanyAsync("c", "C", "credits");
        await Server.Provision.UseAsync("c", "2024-01-10", 600);
        await Server.Provision.UseAsync("c", "2024-01-11", 600, isTest: true);

        var row = Assert.Single((await Server.Api.GetAsync(GatewayServer.AdminKey, "/billing/history?companyId=c")).Json.GetProperty("data").EnumerateArray());

        Assert.Equal((22.5m, 22.5m), (row.GetProperty("cost").GetDecimal(), row.GetProperty("quantity").GetDecimal()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("b")]
    public async Task Pages_and_cursors_meet_every_row_once_in_order_newest_first_then_by_id(string? companyId)
    {
        await CompaniesAsync("a", "b", "b.c", "other");
        await Server.Provision.AtsAsync("ats", "b", "a", "b.c");
        foreach (var day in (string[])["2024-01-03", "2024-01-01", "2024-01-02"])
        {
            foreach (var company in (string[])["b", "a", "b.c", "other"])
                await Server.Provision.UseAsync(company, day, 60, repeat: 2);
        }

        var key = (await Server.Provision.KeyAsync("ats", "ats")).Text;
        var query = companyId is null ? "/billing/history?" : $"/billing/history?companyId={companyId}&";
        var whole = Rows((await Server.Api.GetAsync(key, query + "pageSize=100")).Json);
        Assert.Equal(companyId is null ? 18 : 6, whole.Length);
        Assert.Equal(whole.OrderByDescending(r => r.At, StringComparer.Ordinal).ThenBy(r => r.Id, StringComparer.Ordinal), whole);

        List<(string Id, string At)> byPage = [], byCursor = [];
        for (var page = 1; page <= 6; page++)
            byPage.AddRange(Rows((await Server.Api.GetAsync(key, string.Create(CultureInfo.InvariantCulture, $"{query}pageSize=4&page={page}"))).Json));
        for (var next = "pageSize=5"; next is not null;)
        {
            var answer = (await Server.Api.GetAsync(key, query + next)).Json;
            byCursor.AddRange(Rows(answer));
            next = answer.GetProperty("meta").GetProperty("nextCursor").GetString() is { } cursor ? "pageSize=5&after=" + cursor : null;

            // Rows that come in meanwhile, before and behind the cursor.
            if (byCursor.Count == 5)
                await Server.Provision.UseAsync("b", "2024-01-09", 60);
        }

        Assert.Equal(whole, byPage.Take(whole.Length));
        Assert.Equal(whole, byCursor);
    }

    [Fact]
    public async Task A_range_is_by_when_the_use_occurred_and_half_open()
    {
        await CompaniesAsync("c");
        foreach (var day in (string[])["2024-01-01", "2024-01-02", "2024-01-03"])
            await Server.Provision.UseAsync("c", day, 60);

        var answer = await Server.Api.GetAsync(GatewayServer.AdminKey, "/billing/history?companyId=c&from=2024-01-02&to=2024-01-03");

        Assert.Equal("2024-01-02T00:00:00Z", Assert.Single(Rows(answer.Json)).At);
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("pageSize=101", "pageSize")]
    [InlineData("pageSize=0", "pageSize")]
    [InlineData("after=x", "after")]
    [InlineData("page=1&after=x", "after")]
    [InlineData("from=2024-01-02&to=2024-01-02", "from")]
    [InlineData("from=2024-13-01", "from")]
    public async Task Bad_paging_and_ranges_are_named(string query, string field)
    {
        await CompaniesAsync("c");
        var answer = await Server.Api.GetAsync(GatewayServer.AdminKey, "/billing/history?companyId=c&" + query);
        Assert.Equal([field], answer.IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
    }

    [Fact]
    public async Task A_cursor_of_another_query_and_a_foreign_company_are_refused()
    {
        await CompaniesAsync("c", "d");
        await Server.Provision.UseAsync("c", "2024-01-01", 60, repeat: 2);
        await Server.Provision.AtsAsync("ats", "c");
        var first = await Server.Api.GetAsync(GatewayServer.AdminKey, "/billing/history?companyId=c&pageSize=1");
        var cursor = first.Json.GetProperty("meta").GetProperty("nextCursor").GetString();
        var key = (await Server.Provision.KeyAsync("ats", "ats")).Text;

        foreach (var other in (string[])["companyId=d", "companyId=c&from=2023-01-01"])
        {
            var answer = await Server.Api.GetAsync(GatewayServer.AdminKey, $"/billing/history?{other}&after={cursor}");
            Assert.Equal(["after"], answer.IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
        }

        (await Server.Api.GetAsync(key, "/billing/history?companyId=d")).IsProblem(HttpStatusCode.Forbidden, "company_not_accessible");
        Assert.Equal(
            ["companyId"],
            (await Server.Api.GetAsync(GatewayServer.AdminKey, "/billing/history")).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
    }

    private static (string Id, string At)[] Rows(JsonElement answer) =>
        [.. answer.GetProperty("data").EnumerateArray().Select(r => (r.GetProperty("id").GetString()!, r.GetProperty("occurredAt").GetString()!))];
}
