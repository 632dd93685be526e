using System.Net;
using System.Text.Json.Nodes;

namespace UsageCluster.Gateway.Tests.Admin;

public sealed class AlertAdminTests : AdminServerTests
{
    [Fact]
    public async Task An_alert_is_made_once_read_replaced_and_deleted_with_an_audit_record_each()
    {
        await CompaniesAsync("acme");
        var (first, second) = (await WebhookAsync(), await WebhookAsync());
        string[] both = [.. new[] { first, second }.Order(StringComparer.Ordinal)];
        var body = $$"""{"id":"a","name":"A","companyId":"acme","allowancePercent":80.125,"webhookIds":["{{both[1]}}","{{both[0]}}"]}""";
        var whole = $$"""
            {"id":"a","name":"A","companyId":"acme","allowancePercent":80.125,"webhookIds":["{{both[0]}}","{{both[1]}}"],"createdAt":"2024-02-01T00:00:00Z"}
            """;

        var made = await PostAsync("alerts", body);
        Server.Time.Advance(TimeSpan.FromMinutes(1));
        var repeated = await PostAsync("alerts", body);
        (await PostAsync("alerts", body.Replace("80.125", "80", StringComparison.Ordinal))).IsProblem(HttpStatusCode.Conflict, "alert_conflict");
        var put = await PutAsync("alerts/a", $$"""{"name":"B","companyId":"acme","quantity":0.000001,"unit":"credits","webhookIds":["{{first}}"]}""");
        var deleted = await DeleteAsync("alerts/a");

        Assert.Equal((HttpStatusCode.Created, "/admin/alerts/a"), (made.Status, made.Header("Location")));
        AssertJson(whole, made.Json);
        Assert.Equal(HttpStatusCode.OK, repeated.Status);
        AssertJson(whole, repeated.Json);
        AssertJson(
            $$"""
            {"id":"a","name":"B","companyId":"acme","quantity":0.000001,"unit":"credits","webhookIds":["{{first}}"],"createdAt":"2024-02-01T00:00:00Z"}
            """,
            put.Json);
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        (await GetAsync("alerts/a")).IsProblem(HttpStatusCode.NotFound, "alert_not_found");
        var audit = (await AuditAsync())[..3];
        Assert.Equal(["alert.delete", "alert.put", "alert.create"], audit.Select(r => r.GetProperty("action").GetString()));
        Assert.All(audit, r => Assert.Equal("alerts/a", r.GetProperty("target").GetString()));
        AssertJson(whole, audit[1].GetProperty("before"));
        AssertJson(put.Text, audit[1].GetProperty("after"));
    }

    [Fact]
    public async Task Alerts_are_listed_by_owner()
    {
        await CompaniesAsync("acme", "other");
        await PutWellAsync("ats/x", """{"atsName":"X","companies":["acme"]}""");
        var webhookId = await WebhookAsync();
        foreach (var (id, owner) in new[] { ("b", "\"companyId\":\"acme\""), ("a", "\"companyId\":\"acme\""), ("c", "\"companyId\":\"other\""), ("d", "\"atsId\":\"x\"") })
            await MakeAsync($$"""{"id":"{{id}}","name":"A",{{owner}},"quantity":1,"unit":"minutes","webhookIds":["{{webhookId}}"]}""");

        Assert.Equal(["a", "b", "c", "d"], await IdsAsync("alerts"));
        Assert.Equal(["a", "b"], await IdsAsync("alerts?companyId=acme"));
        Assert.Equal(["d"], await IdsAsync("alerts?atsId=x"));
        Assert.Equal(["b"], await IdsAsync("alerts?companyId=acme&page=2&pageSize=1"));
        Assert.Empty(await IdsAsync("alerts?companyId=nobody"));
        (await GetAsync("alerts?companyId=a%20b")).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter");
        await DeleteAsync("ats/x");
        Assert.Equal(["a", "b", "c"], await IdsAsync("alerts"));
    }

    [Fact]
    public async Task What_an_alert_names_must_be_there()
    {
        await CompaniesAsync("acme");
        var webhookId = await WebhookAsync();
        var body = JsonNode.Parse($$"""{"id":"a","name":"A","companyId":"nobody","quantity":1,"unit":"minutes","webhookIds":["{{webhookId}}"]}""")!.AsObject();

        (await PostAsync("alerts", body.ToJsonString())).IsProblem(HttpStatusCode.UnprocessableEntity, "unknown_owner");
        body["companyId"] = null;
        body["atsId"] = "nobody";
        Assert.Equal(["atsId"], (await PostAsync("alerts", body.ToJsonString())).IsProblem(HttpStatusCode.UnprocessableEntity, "unknown_owner").Fields);
        body["atsId"] = null;
        body["companyId"] = "acme";
        body["webhookIds"] = new JsonArray("wh_nobody");
        (await PostAsync("alerts", body.ToJsonString())).IsProblem(HttpStatusCode.UnprocessableEntity, "unknown_webhook");
        body.Remove("id");
        (await PutAsync("alerts/a", body.ToJsonString())).IsProblem(HttpStatusCode.NotFound, "alert_not_found");
        (await DeleteAsync("alerts/a")).IsProblem(HttpStatusCode.NotFound, "alert_not_found");
        (await PostAsync("alerts/a/test", "")).IsProblem(HttpStatusCode.NotFound, "alert_not_found");
        (await GetAsync("alerts/a%20b")).IsProblem(HttpStatusCode.BadRequest, "invalid_path");
    }

    [Theory]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"companyId":null}""", "companyId")]
    [InlineData("""{"atsId":"x"}""", "companyId")]
    [InlineData("""{"quantity":null,"unit":null}""", "allowancePercent")]
    [InlineData("""{"quantity":null}""", "allowancePercent", "unit")]
    [InlineData("""{"allowancePercent":80}""", "allowancePercent")]
    [InlineData("""{"quantity":null,"unit":null,"allowancePercent":0}""", "allowancePercent")]
    [InlineData("""{"quantity":null,"unit":null,"allowancePercent":-1}""", "allowancePercent")]
    [InlineData("""{"quantity":null,"unit":null,"allowancePercent":80.0001}""", "allowancePercent")]
    [InlineData("""{"quantity":null,"unit":null,"allowancePercent":"80"}""", "allowancePercent")]
    [InlineData("""{"quantity":0}""", "quantity")]
    [InlineData("""{"quantity":1.0000001}""", "quantity")]
    [InlineData("""{"unit":null}""", "unit")]
    [InlineData("""{"unit":"euros"}""", "unit")]
    [InlineData("""{"webhookIds":[]}""", "webhookIds")]
    [InlineData("""{"webhookIds":null}""", "webhookIds")]
    [InlineData("""{"webhookIds":["wh","wh"]}""", "webhookIds[1]")]
    [InlineData("""{"id":"a b","threshold":1}""", "id", "threshold")]
    public async Task A_bad_field_is_named(string with, params string[] fields)
    {
        var body = JsonNode.Parse("""{"id":"a","name":"A","companyId":"acme","quantity":1,"unit":"minutes","webhookIds":["wh"]}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(with)!.AsObject())
            body[name] = value?.DeepClone();

        var problem = (await PostAsync("alerts", body.ToJsonString())).IsProblem(HttpStatusCode.BadRequest, "invalid_body");

        Assert.Equal(fields.Order(), problem.Fields.Order());
    }

    private async Task<string> WebhookAsync() =>
        (await MakeAsync("""{"url":"https://example.com/hook"}""", "webhooks")).GetProperty("id").GetString()!;

    private async Task<System.Text.Json.JsonElement> MakeAsync(string body, string path = "alerts")
    {
        var answer = await PostAsync(path, body);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        return answer.Json;
    }

    private async Task<IEnumerable<string?>> IdsAsync(string path) =>
        (await GetAsync(path)).Json.GetProperty("data").EnumerateArray().Select(a => a.GetProperty("id").GetString());
}
