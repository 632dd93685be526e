using System.Net;
using System.Text.Json;

namespace UsageCluster.Gateway.Tests.Admin;

public sealed class WebhookAdminTests : AdminServerTests
{
    private const string Url = "https://example.com/hook?a=b";

    [Fact]
    public async Task A_webhook_is_made_with_its_secret_and_read_replaced_rotated_and_deleted_with_an_audit_record_each()
    {
        var made = await PostAsync("webhooks", $$"""{"url":"{{Url}}","description":"Ü"}""");
        var id = made.Json.GetProperty("id").GetString()!;
        var path = "webhooks/" + id;
        var read = (await GetAsync(path)).Json;
        var rotated = (await PostAsync(path + "/rotate", "{}")).Json;
        var put = await PutAsync(path, """{"url":"https://example.org/","disabled":true}""");
        var deleted = await DeleteAsync(path);

        Assert.Equal((HttpStatusCode.Created, "/admin/" + path), (made.Status, made.Header("Location")));
        Assert.Equal("no-store", made.Header("Cache-Control"));
        Assert.Matches("^wh_[0-9a-f]{24}$", id);
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", made.Json.GetProperty("secret").GetString());
        AssertJson(
            $$"""{"id":"{{id}}","url":"{{Url}}","description":"Ü","disabled":false,"createdAt":"2024-02-01T00:00:00Z","previousSecretUntil":null}""", read);
        Assert.NotEqual(made.Json.GetProperty("secret").GetString(), rotated.GetProperty("secret").GetString());
        Assert.Equal("2024-02-02T00:00:00Z", rotated.GetProperty("previousSecretUntil").GetString());
        AssertJson(
            $$"""
            {"id":"{{id}}","url":"https://example.org/","description":null,"disabled":true,"createdAt":"2024-02-01T00:00:00Z",
             "previousSecretUntil":"2024-02-02T00:00:00Z"}
            """,
            put.Json);
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        (await GetAsync(path)).IsProblem(HttpStatusCode.NotFound, "webhook_not_found");
        var audit = await AuditAsync();
        Assert.Equal(
            ["webhook.delete", "webhook.put", "webhook.rotate", "webhook.create"], audit.Select(r => r.GetProperty("action").GetString()));
        Assert.All(audit, r => Assert.Equal(path, r.GetProperty("target").GetString()));
        AssertJson(read.GetRawText(), audit[3].GetProperty("after"));
    }

    [Fact]
    public async Task A_rotation_without_an_overlap_ends_the_secret_before_it()
    {
        var path = "webhooks/" + await MakeAsync();

        var rotated = (await PostAsync(path + "/rotate", """{"overlapSeconds":0}""")).Json;

        Assert.Equal(JsonValueKind.Null, rotated.GetProperty("previousSecretUntil").ValueKind);
        (await PostAsync(path + "/rotate", """{"overlapSeconds":2592001}""")).IsProblem(HttpStatusCode.BadRequest, "invalid_body");
    }

    [Fact]
    public async Task Webhooks_are_listed_newest_first()
    {
        var first = await MakeAsync();
        Server.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await MakeAsync();

        var list = (await GetAsync("webhooks")).Json.GetProperty("data").EnumerateArray().Select(w => w.GetProperty("id").GetString());

        Assert.Equal([second, first], list);
        Assert.Equal(first, (await GetAsync("webhooks?page=2&pageSize=1")).Json.GetProperty("data")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_webhook_that_an_alert_names_stays()
    {
        await CompaniesAsync("acme");
        var id = await MakeAsync();
        await PostAsync("alerts", $$"""{"id":"a","name":"A","companyId":"acme","quantity":1,"unit":"minutes","webhookIds":["{{id}}"]}""");

        (await DeleteAsync("webhooks/" + id)).IsProblem(HttpStatusCode.Conflict, "webhook_in_use");
        await DeleteAsync("alerts/a");

        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync("webhooks/" + id)).Status);
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("https://user:pass@example.com/")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://localhost/")]
    public async Task A_url_that_shows_where_it_should_not_lead_is_refused(string url)
    {
        var path = "webhooks/" + await MakeAsync();

        var made = (await PostAsync("webhooks", $$"""{"url":"{{url}}"}""")).IsProblem(HttpStatusCode.UnprocessableEntity, "webhook_url_not_allowed");
        var put = (await PutAsync(path, $$"""{"url":"{{url}}"}""")).IsProblem(HttpStatusCode.UnprocessableEntity, "webhook_url_not_allowed");

        Assert.Equal(["url"], made.Fields);
        Assert.Equal(["url"], put.Fields);
        Assert.Equal(1, (await GetAsync("webhooks")).Json.GetProperty("meta").GetProperty("totalCount").GetInt32());
    }

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url":"hook"}""", "url")]
    [InlineData("""{"url":"ftp://example.com"}""", "url")]
    [InlineData("""{"url":"https://example.com","disabled":"no","secret":"whsec_"}""", "disabled", "secret")]
    public async Task A_bad_field_is_named(string body, params string[] fields) =>
        Assert.Equal(fields.Order(), (await PostAsync("webhooks", body)).IsProblem(HttpStatusCode.BadRequest, "invalid_body").Fields.Order());

    [Theory]
    [InlineData("""{}""", "deliveryIds")]
    [InlineData("""{"deliveryIds":[]}""", "deliveryIds")]
    [InlineData("""{"deliveryIds":["a"],"since":"2024-01-01"}""", "deliveryIds")]
    [InlineData("""{"since":"yesterday"}""", "since")]
    public async Task A_replay_names_deliveries_or_an_instant(string body, params string[] fields)
    {
        var path = $"webhooks/{await MakeAsync()}/replay";

        Assert.Equal(fields, (await PostAsync(path, body)).IsProblem(HttpStatusCode.BadRequest, "invalid_body").Fields);
        (await PostAsync(path, """{"deliveryIds":["nothing"]}""")).IsProblem(HttpStatusCode.NotFound, "delivery_not_found");
        Assert.Equal(0, (await PostAsync(path, """{"since":"2024-01-01"}""")).Json.GetProperty("queued").GetInt32());
    }

    [Fact]
    public async Task Nothing_is_done_with_a_webhook_that_is_not_there()
    {
        foreach (var path in new[] { "", "/deliveries", "/dead-letters" })
            (await GetAsync("webhooks/wh_nobody" + path)).IsProblem(HttpStatusCode.NotFound, "webhook_not_found");
        (await PutAsync("webhooks/wh_nobody", $$"""{"url":"{{Url}}"}""")).IsProblem(HttpStatusCode.NotFound, "webhook_not_found");
        (await PostAsync("webhooks/wh_nobody/rotate", "{}")).IsProblem(HttpStatusCode.NotFound, "webhook_not_found");
        (await PostAsync("webhooks/wh_nobody/test", "")).IsProblem(HttpStatusCode.NotFound, "webhook_not_found");
        (await PostAsync("webhooks/wh_nobody/replay", """{"since":"2024-01-01"}""")).IsProblem(HttpStatusCode.NotFound, "webhook_not_found");
        (await DeleteAsync("webhooks/wh_nobody")).IsProblem(HttpStatusCode.NotFound, "webhook_not_found");
        (await GetAsync($"webhooks/{await MakeAsync()}/deliveries?state=lost")).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter");
    }

    private async Task<string> MakeAsync()
    {
        var made = await PostAsync("webhooks", $$"""{"url":"{{Url}}"}""");
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return made.Json.GetProperty("id").GetString()!;
    }
}
