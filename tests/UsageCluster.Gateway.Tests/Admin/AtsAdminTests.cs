using System.Net;

namespace UsageCluster.Gateway.Tests.Admin;

public sealed class AtsAdminTests : AdminServerTests
{
    [Fact]
    public async Task An_ATS_is_made_read_repeated_and_replaced()
    {
        await CompaniesAsync("a", "b", "c");
        var made = await PutAsync("ats/x", """{"atsName":"X","companies":["b","a"]}""");
        var repeated = await PutAsync("ats/x", """{"companies":["a","b"],"atsName":"X"}""");
        var replaced = await PutAsync("ats/x", """{"atsName":"X","companies":["c"]}""");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        AssertJson("""{"atsId":"x","atsName":"X","companies":["a","b"]}""", made.Json);
        Assert.Equal(HttpStatusCode.OK, repeated.Status);
        AssertJson("""{"atsId":"x","atsName":"X","companies":["c"]}""", replaced.Json);
        AssertJson("""{"atsId":"x","atsName":"X","companies":["c"]}""", (await GetAsync("ats/x")).Json);
        AssertJson("""[{"atsId":"x","atsName":"X","companyCount":1}]""", (await GetAsync("ats")).Json.GetProperty("data"));
        Assert.Equal(2, (await AuditAsync()).Count(r => r.GetProperty("action").GetString() == "ats.put"));
    }

    [Fact]
    public async Task Each_company_that_does_not_exist_is_named_and_nothing_is_stored()
    {
        await CompaniesAsync("a");

        var answer = await PutAsync("ats/x", """{"atsName":"X","companies":["nobody","a","nothing"]}""");

        Assert.Equal(["companies[0]", "companies[2]"], answer.IsProblem(HttpStatusCode.UnprocessableEntity, "unknown_company").Fields);
        (await GetAsync("ats/x")).IsProblem(HttpStatusCode.NotFound, "ats_not_found");
    }

    [Fact]
    public async Task Members_come_and_go_one_by_one_and_are_seen_at_once()
    {
        await CompaniesAsync("a", "b");
        await PutWellAsync("ats/x", """{"atsName":"X","companies":["a"]}""");
        var key = (await Server.Provision.KeyAsync("ats", "x")).Text;

        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync("ats/x/companies/b", "")).Status);
        Assert.Equal(["a", "b"], await SeenAsync(key));
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync("ats/x/companies/b", "")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync("ats/x/companies/a")).Status);
        Assert.Equal(["b"], await SeenAsync(key));
        AssertJson("""[{"companyId":"b","companyName":"A company"}]""", (await GetAsync("ats/x/companies")).Json.GetProperty("data"));
        AssertJson("""{"companyId":"b","companyName":"A company"}""", (await GetAsync("ats/x/companies/b")).Json);
        (await GetAsync("ats/x/companies/a")).IsProblem(HttpStatusCode.NotFound, "member_not_found");
        (await DeleteAsync("ats/x/companies/a")).IsProblem(HttpStatusCode.NotFound, "member_not_found");
    }

    [Fact]
    public async Task A_path_to_nothing_is_not_found()
    {
        await CompaniesAsync("a");
        await PutWellAsync("ats/x", """{"atsName":"X","companies":[]}""");

        (await PutAsync("ats/x/companies/nobody", "")).IsProblem(HttpStatusCode.NotFound, "company_not_found");
        (await PutAsync("ats/nothing/companies/a", "")).IsProblem(HttpStatusCode.NotFound, "ats_not_found");
        (await DeleteAsync("ats/nothing/companies/a")).IsProblem(HttpStatusCode.NotFound, "ats_not_found");
        (await DeleteAsync("ats/nothing")).IsProblem(HttpStatusCode.NotFound, "ats_not_found");
        (await GetAsync("ats/nothing/companies")).IsProblem(HttpStatusCode.NotFound, "ats_not_found");
        Assert.Equal(["atsId"], (await DeleteAsync("ats/a%2Fb")).IsProblem(HttpStatusCode.BadRequest, "invalid_path").Fields);
        Assert.Equal(["companyId"], (await PutAsync("ats/x/companies/a%2Fb", "")).IsProblem(HttpStatusCode.BadRequest, "invalid_path").Fields);
    }

    [Fact]
    public async Task A_deleted_ATS_takes_its_keys_along_for_good()
    {
        await CompaniesAsync("a");
        await PutWellAsync("ats/x", """{"atsName":"X","companies":["a"]}""");
        var key = (await Server.Provision.KeyAsync("ats", "x")).Text;
        Assert.Equal(HttpStatusCode.OK, (await Server.Api.GetAsync(key, "/billing/usage")).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync("ats/x")).Status);

        (await Server.Api.GetAsync(key, "/billing/usage")).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await GetAsync("ats/x")).IsProblem(HttpStatusCode.NotFound, "ats_not_found");
        Assert.Equal(HttpStatusCode.Created, (await PutAsync("ats/x", """{"atsName":"X","companies":["a"]}""")).Status);
        (await Server.Api.GetAsync(key, "/billing/usage")).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    private async Task<string[]> SeenAsync(string key) =>
        [.. (await Server.Api.GetAsync(key, "/billing/usage")).Json.GetProperty("data").GetProperty("companies").EnumerateArray()
            .Select(c => c.GetProperty("companyId").GetString()!).Order(StringComparer.Ordinal)];
}
