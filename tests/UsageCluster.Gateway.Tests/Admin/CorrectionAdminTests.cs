using System.Net;
using System.Text.Json;

namespace UsageCluster.Gateway.Tests.Admin;

public sealed class CorrectionAdminTests : AdminServerTests
{
    private const string Path = "companies/c/corrections";
    private const string Void = """{"id":"v","eventId":"event-1","kind":"void","reason":"Reported twice"}""";
    private const string Adjust = """{"id":"a","eventId":"event-2","kind":"adjust","reason":"Too long","durationSeconds":30.5,"costKey":"practice","agentFocus":"sales"}""";

    [Fact]
    public async Task Reports_are_net_at_once_and_have_another_tag_and_the_audit_knows()
    {
        var key = await UsedAsync();
        var before = await Server.Api.GetAsync(key, "/billing/usage?start=2024-01-01&end=2024-02-01");

        var voided = await PostAsync(Path, Void);
        var adjusted = await PostAsync(Path, Adjust);
        var after = await Server.Api.GetAsync(key, "/billing/usage?start=2024-01-01&end=2024-02-01");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (voided.Status, adjusted.Status));
        Assert.Equal(JsonValueKind.Null, voided.Json.GetProperty("after").ValueKind);
        Assert.Equal(30_500, adjusted.Json.GetProperty("after").GetProperty("quantityMs").GetInt64());
        Assert.Equal(60_000, adjusted.Json.GetProperty("before").GetProperty("quantityMs").GetInt64());
        var company = after.Json.GetProperty("data").GetProperty("companies")[0];
        Assert.Equal((0.508333m, 0), (company.GetProperty("totalMinutesUsed").GetDecimal(), company.GetProperty("totalInterviews").GetInt32()));
        Assert.Equal("practice", Assert.Single(company.GetProperty("breakdownByCostKey").EnumerateArray()).GetProperty("costKey").GetString());
        Assert.NotEqual(before.Header("ETag"), after.Header("ETag"));
        Assert.Equal(2, (await AuditAsync()).Count(r => r.GetProperty("action").GetString() == "company.correction.post"));
    }

    [Fact]
    public async Task A_repeat_is_answered_as_before_and_another_body_is_a_conflict()
    {
        await UsedAsync();
        var made = await PostAsync(Path, Void);
        var repeated = await PostAsync(Path, Void);

        Assert.Equal(HttpStatusCode.OK, repeated.Status);
        Assert.Equal(made.Text, repeated.Text);
        (await PostAsync(Path, Void.Replace("twice", "thrice", StringComparison.Ordinal))).IsProblem(HttpStatusCode.Conflict, "conflicting_correction");
        (await PostAsync(Path, Void.Replace("\"v\"", "\"w\"", StringComparison.Ordinal))).IsProblem(HttpStatusCode.Conflict, "already_voided");
        (await PostAsync(Path, Void.Replace("event-1", "none", StringComparison.Ordinal))).IsProblem(HttpStatusCode.Conflict, "conflicting_correction");
        (await PostAsync(Path, Adjust.Replace("event-2", "none", StringComparison.Ordinal))).IsProblem(HttpStatusCode.NotFound, "event_not_found");
        (await PostAsync("companies/none/corrections", Void)).IsProblem(HttpStatusCode.NotFound, "company_not_found");
    }

    [Fact]
    public async Task A_batch_is_taken_whole_or_not_at_all_and_lists_newest_first()
    {
        await UsedAsync();

        var refused = await PostAsync(Path, $"[{Adjust},{Void},{Void.Replace("\"v\"", "\"w\"", StringComparison.Ordinal)}]");
        Assert.Equal(["[2].eventId"], refused.IsProblem(HttpStatusCode.Conflict, "already_voided").Fields);
        Assert.Equal(0, (await GetAsync(Path)).Json.GetProperty("meta").GetProperty("totalCount").GetInt32());

        var made = await PostAsync(Path, $"[{Adjust},{Void}]");
        var list = (await GetAsync(Path + "?pageSize=1")).Json;

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(["a", "v"], made.Json.GetProperty("corrections").EnumerateArray().Select(c => c.GetProperty("id").GetString()));
        Assert.Equal("v", Assert.Single(list.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(2, list.GetProperty("meta").GetProperty("totalCount").GetInt32());
        (await GetAsync("companies/none/corrections")).IsProblem(HttpStatusCode.NotFound, "company_not_found");
    }

    [Fact]
    public async Task A_void_is_no_event_that_could_be_voided()
    {
        await UsedAsync();
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(Path, Void)).Status);

        (await PostAsync(Path, """{"id":"w","eventId":"v","kind":"void","reason":"Not so"}""")).IsProblem(HttpStatusCode.NotFound, "event_not_found");
        (await PostAsync(Path, """{"id":"x","eventId":"event-1","kind":"adjust","reason":"Not so","durationSeconds":1}"""))
            .IsProblem(HttpStatusCode.Conflict, "already_voided");

        Assert.Equal(1, (await GetAsync(Path)).Json.GetProperty("meta").GetProperty("totalCount").GetInt32());
    }

    [Theory]
    [InlineData("""{"id":"","eventId":"e","kind":"void","reason":"r"}""", "id")]
    [InlineData("""{"id":"i","kind":"void","reason":"r"}""", "eventId")]
    [InlineData("""{"id":"i","eventId":"e","kind":"undo","reason":"r"}""", "kind")]
    [InlineData("""{"id":"i","eventId":"e","kind":"void"}""", "reason")]
    [InlineData("""{"id":"i","eventId":"e","kind":"adjust","reason":"r"}""", "kind")]
    [InlineData("""{"id":"i","eventId":"e","kind":"void","reason":"r","durationSeconds":1}""", "durationSeconds")]
    [InlineData("""{"id":"i","eventId":"e","kind":"adjust","reason":"r","durationSeconds":"1"}""", "durationSeconds")]
    [InlineData("""{"id":"i","eventId":"e","kind":"adjust","reason":"r","durationSeconds":1.0001}""", "durationSeconds")]
    [InlineData("""{"id":"i","eventId":"e","kind":"adjust","reason":"r","durationSeconds":604800.001}""", "durationSeconds")]
    [InlineData("""{"id":"i","eventId":"e","kind":"adjust","reason":"r","costKey":"a b"}""", "costKey")]
    [InlineData("""{"id":"i","eventId":"e","kind":"adjust","reason":"r","agentFocus":"*"}""", "agentFocus")]
    [InlineData("""{"id":"i","eventId":"e","kind":"void","reason":"r","more":1}""", "more")]
    [InlineData("""[{"id":"i","eventId":"e","kind":"void","reason":"r"},{"id":"j","eventId":"e","kind":"void"}]""", "[1].reason")]
    public async Task Bad_fields_are_named(string body, string field)
    {
        await CompaniesAsync("c");
        Assert.Equal([field], (await PostAsync(Path, body)).IsProblem(HttpStatusCode.BadRequest, "invalid_body").Fields);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("1")]
    public async Task A_body_of_another_shape_is_refused(string body)
    {
        await CompaniesAsync("c");
        (await PostAsync(Path, body)).IsProblem(HttpStatusCode.BadRequest, "invalid_body");
    }

    private async Task<string> UsedAsync()
    {
        await CompaniesAsync("c");
        await Server.Provision.UseAsync("c", "2024-01-10", 60, repeat: 2);
        return (await Server.Provision.KeyAsync("company", "c")).Text;
    }
}
