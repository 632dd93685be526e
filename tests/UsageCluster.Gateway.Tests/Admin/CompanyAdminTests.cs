using System.Net;

namespace UsageCluster.Gateway.Tests.Admin;

public sealed class CompanyAdminTests : AdminServerTests
{
    private const string Rule = """{"baseCost":1,"includedMinutes":0,"costPerMinute":1}""";

    [Fact]
    public async Task A_company_is_made_read_repeated_and_changed()
    {
        const string Body = """{"companyName":"Straße 7, 東京","billingSystem":"minutes"}""";
        const string Resource = """{"companyId":"c.1_A-z","companyName":"Straße 7, 東京","billingSystem":"minutes","billingSystemSince":null,"closedAt":null}""";
        var made = await PutAsync("companies/c.1_A-z", Body);
        var repeated = await PutAsync("companies/c.1_A-z", Body);
        var renamed = await PutAsync("companies/c.1_A-z", """{"companyName":"New","billingSystem":"minutes","closedAt":"2024-06-01T00:00+02:00"}""");
        var reopened = await PutAsync("companies/c.1_A-z", """{"companyName":"New","billingSystem":"minutes","closedAt":null}""");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("/admin/companies/c.1_A-z", made.Header("Location"));
        AssertJson(Resource, made.Json);
        Assert.Equal(HttpStatusCode.OK, repeated.Status);
        AssertJson(Resource, repeated.Json);
        Assert.Equal("2024-05-31T22:00:00Z", renamed.Json.GetProperty("closedAt").GetString());
        Assert.Null(reopened.Json.GetProperty("closedAt").GetString());
        Assert.Equal("New", (await GetAsync("companies/c.1_A-z")).Json.GetProperty("companyName").GetString());
        Assert.Equal(3, (await AuditAsync()).Length);
    }

    [Fact]
    public async Task A_switch_is_in_the_history()
    {
        await PutWellAsync("price-rules/*", Rule);
        await PutWellAsync("companies/c", """{"companyName":"C","billingSystem":"minutes","billingSystemSince":"2024-01-01"}""");
        var switched = await PutAsync("companies/c", """{"companyName":"C","billingSystem":"credits","billingSystemSince":"2024-01-15"}""");

        AssertJson(
            """{"companyId":"c","companyName":"C","billingSystem":"credits","billingSystemSince":"2024-01-15T00:00:00Z","closedAt":null}""", switched.Json);
        AssertJson(
            """[{"since":"2024-01-01T00:00:00Z","billingSystem":"minutes"},{"since":"2024-01-15T00:00:00Z","billingSystem":"credits"}]""",
            (await GetAsync("companies/c")).Json.GetProperty("billingHistory"));
    }

    [Fact]
    public async Task Credits_need_a_rule_for_any_focus_from_the_start()
    {
        const string Credits = """{"companyName":"C","billingSystem":"credits"}""";
        const string CreditsSince = """{"companyName":"C","billingSystem":"credits","billingSystemSince":"2024-01-15"}""";

        Assert.Equal(["billingSystem"], (await PutAsync("companies/c", Credits)).IsProblem(HttpStatusCode.UnprocessableEntity, "no_price_rule").Fields);
        await PutWellAsync("price-rules/sales", Rule);
        (await PutAsync("companies/c", Credits)).IsProblem(HttpStatusCode.UnprocessableEntity, "no_price_rule");
        await PutWellAsync("price-rules/*", """{"baseCost":1,"includedMinutes":0,"costPerMinute":1,"effectiveFrom":"2024-01-10"}""");
        (await PutAsync("companies/c", Credits)).IsProblem(HttpStatusCode.UnprocessableEntity, "no_price_rule");
        (await GetAsync("companies/c")).IsProblem(HttpStatusCode.NotFound, "company_not_found");

        Assert.Equal(HttpStatusCode.Created, (await PutAsync("companies/c", CreditsSince)).Status);
        await CompaniesAsync("d");
        (await PutAsync("companies/d", """{"companyName":"C","billingSystem":"credits","billingSystemSince":"2024-01-09"}"""))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "no_price_rule");
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("companies/d", CreditsSince)).Status);
    }

    [Fact]
    public async Task A_company_made_closed_rejects_what_occurred_after()
    {
        await PutWellAsync("companies/c", """{"companyName":"C","billingSystem":"minutes","closedAt":"2024-01-10T09:00:00Z"}""");
        var key = (await Server.Provision.KeyAsync("runtime")).Text;

        var answer = await Server.Api.PostAsync(
            key, "/ingest/events",
            """
            [{"eventId":"1","companyId":"c","occurredAt":"2024-01-10T08:59:59.9999999Z","durationSeconds":1},
             {"eventId":"2","companyId":"c","occurredAt":"2024-01-10T09:00:00Z","durationSeconds":1}]
            """);

        Assert.Equal((1, 1), (answer.Json.GetProperty("accepted").GetInt32(), answer.Json.GetProperty("rejected").GetInt32()));
    }

    [Fact]
    public async Task Bad_ids_in_the_path_are_refused()
    {
        const string Body = """{"companyName":"C","billingSystem":"minutes"}""";
        foreach (var id in new[] { "a%2Fb", "a%20b", "%C3%A9", "a%5Cb", "%2A", new string('x', 65), "a:b", "a%3Fb" })
        {
            Assert.Equal(["companyId"], (await PutAsync("companies/" + id, Body)).IsProblem(HttpStatusCode.BadRequest, "invalid_path").Fields);
            Assert.Equal(["companyId"], (await GetAsync("companies/" + id)).IsProblem(HttpStatusCode.BadRequest, "invalid_path").Fields);
        }

        (await PutAsync("companies/a/b", Body)).IsProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync("companies/a%00b", Body)).Status);
        Assert.Equal(0, (await GetAsync("companies")).Json.GetProperty("meta").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task Companies_are_listed_by_page()
    {
        await CompaniesAsync([.. Enumerable.Range(0, 12).Select(i => $"c{i:00}")]);

        var first = await GetAsync("companies");
        var second = await GetAsync("companies?page=2&pageSize=5");
        var past = await GetAsync("companies?page=99");

        Assert.Equal(10, first.Json.GetProperty("data").GetArrayLength());
        AssertJson("""{"page":1,"pageSize":10,"totalPages":2,"totalCount":12}""", first.Json.GetProperty("meta"));
        Assert.Equal(
            ["c05", "c06", "c07", "c08", "c09"],
            second.Json.GetProperty("data").EnumerateArray().Select(c => c.GetProperty("companyId").GetString()));
        Assert.Equal(0, past.Json.GetProperty("data").GetArrayLength());
        AssertJson("""{"page":99,"pageSize":10,"totalPages":2,"totalCount":12}""", past.Json.GetProperty("meta"));
    }

    [Fact]
    public async Task Bad_paging_is_refused_everywhere()
    {
        foreach (var list in new[] { "companies", "ats", "keys", "price-rules", "cost-keys", "audit" })
        {
            foreach (var query in new[] { "page=0", "page=-1", "page=x", "page=", "page=99999999999", "page=1&page=1" })
                Assert.Equal(["page"], (await GetAsync($"{list}?{query}")).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
            foreach (var query in new[] { "pageSize=0", "pageSize=101", "pageSize=1.5" })
                Assert.Equal(["pageSize"], (await GetAsync($"{list}?{query}")).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync($"{list}?page=2147483647&pageSize=100")).Status);
        }
    }
}
