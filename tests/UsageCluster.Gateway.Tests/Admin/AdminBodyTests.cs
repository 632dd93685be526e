using System.Net;
using System.Text;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Admin;

public sealed class AdminBodyTests : AdminServerTests
{
    private static readonly (string Method, string Path)[] Writes =
    [
        ("PUT", "companies/c"), ("PUT", "ats/a"), ("POST", "keys"), ("POST", "keys/k/rotate"), ("PUT", "price-rules/*"), ("PUT", "cost-keys/k"),
        ("PUT", "companies/c/price-rules/*"),
    ];

    [Fact]
    public async Task A_body_that_is_no_JSON_object_is_refused_by_every_write()
    {
        foreach (var (method, path) in Writes)
        {
            foreach (var body in new[] { "", "nope", "{", """{"companyName":"C""", "[]", "5", "null", "{} x", "{\"a\":1,}" })
                (await SendAsync(method, path, Encoding.UTF8.GetBytes(body))).IsProblem(HttpStatusCode.BadRequest, "invalid_body");
            (await SendAsync(method, path, Encoding.Unicode.GetBytes("{}"))).IsProblem(HttpStatusCode.BadRequest, "invalid_body");
            (await SendAsync(method, path, [.. "{\"name\":\""u8, 0xFF, .. "\"}"u8])).IsProblem(HttpStatusCode.BadRequest, "invalid_body");
        }

        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task An_unknown_member_or_one_given_twice_is_refused_by_every_write()
    {
        foreach (var (method, path) in Writes)
        {
            var fields = (await SendAsync(method, path, """{"surprise":1,"name":"x","name":"x"}"""u8.ToArray()))
                .IsProblem(HttpStatusCode.BadRequest, "invalid_body").Fields;
            Assert.Contains("surprise", fields);
            Assert.Contains("name", fields);
        }
    }

    [Fact]
    public async Task Another_media_type_is_refused_by_every_write()
    {
        foreach (var (method, path) in Writes)
        {
            foreach (var contentType in new[] { null, "text/plain", "application/json; charset=utf-16", "application/xml", "application/merge-patch+json" })
                (await SendAsync(method, path, "{}"u8.ToArray(), contentType)).IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        }
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_by_every_write()
    {
        var large = Encoding.UTF8.GetBytes("{\"companyName\":\"" + new string('x', 4 * 1024 * 1024) + "\"}");
        foreach (var (method, path) in Writes)
            (await SendAsync(method, path, large)).IsProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task A_write_needs_the_scope_to_write_and_a_read_the_scope_to_read()
    {
        var reader = (await PostAsync("keys", """{"kind":"admin","name":"reader","scopes":["admin:read"]}""")).Json.GetProperty("key").GetString();
        var writer = (await PostAsync("keys", """{"kind":"admin","name":"writer","scopes":["admin:write"]}""")).Json.GetProperty("key").GetString();
        var runtime = (await Server.Provision.KeyAsync("runtime")).Text;

        foreach (var (method, path) in Writes.Append(("DELETE", "ats/a")).Append(("DELETE", "keys/k")).Append(("PUT", "ats/a/companies/c")).Append(("DELETE", "ats/a/companies/c")))
        {
            (await SendAsync(method, path, "{}"u8.ToArray(), key: reader)).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
            (await SendAsync(method, path, "{}"u8.ToArray(), key: runtime)).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        }

        foreach (var path in new[] { "companies", "companies/c", "ats", "ats/a", "keys", "keys/k", "price-rules", "cost-keys", "audit" })
            (await SendAsync("GET", path, null, key: writer)).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("GET", "companies", null, key: reader)).Status);
    }

    [Fact]
    public async Task Every_bad_field_is_named_at_once()
    {
        Assert.Equal(
            ["companyName", "billingSystem", "billingSystemSince", "closedAt"],
            await FieldsAsync("PUT", "companies/c", """{"companyName":"","billingSystem":"hours","billingSystemSince":"2024-01","closedAt":"0000-01-01"}"""));
        Assert.Equal(["companyName", "billingSystem"], await FieldsAsync("PUT", "companies/c", "{}"));
        Assert.Equal(
            ["atsName", "companies[0]", "companies[2]", "companies[3]"],
            await FieldsAsync("PUT", "ats/a", """{"atsName":7,"companies":["a/b","c",3,"c"]}"""));
        Assert.Equal(["kind", "name"], await FieldsAsync("POST", "keys", """{"kind":"root","owner":{}}"""));
        Assert.Equal(
            ["owner", "scopes[1]", "expiresAt"],
            await FieldsAsync("POST", "keys", """{"kind":"company","name":"n","scopes":["read:billing","everything"],"expiresAt":"2020-01-01"}"""));
        Assert.Equal(["owner"], await FieldsAsync("POST", "keys", """{"kind":"admin","name":"n","owner":"c"}"""));
        Assert.Equal(["owner"], await FieldsAsync("POST", "keys", """{"kind":"runtime","name":"n","owner":"c"}"""));
        Assert.Equal(["owner"], await FieldsAsync("POST", "keys", """{"kind":"runtime","name":"n","owner":[]}"""));
        Assert.Equal(["overlapSeconds"], await FieldsAsync("POST", "keys/k/rotate", """{"overlapSeconds":2592001}"""));
        Assert.Equal(
            ["baseCost", "includedMinutes", "costPerMinute", "effectiveFrom"],
            await FieldsAsync("PUT", "price-rules/x", """{"baseCost":-1,"includedMinutes":"5","costPerMinute":0.0000001,"effectiveFrom":""}"""));
        Assert.Equal(
            ["baseCost", "costPerMinute"],
            await FieldsAsync("PUT", "price-rules/x", """{"baseCost":123456789012345678901234567890,"includedMinutes":0}"""));
        Assert.Equal(
            ["countsAsInterview", "type", "unit", "price", "currency", "walletName"],
            await FieldsAsync("PUT", "cost-keys/x", """{"type":"call","unit":"OTHER","price":-1,"currency":"usd","walletName":""}"""));
        Assert.Equal(["currency"], await FieldsAsync("PUT", "cost-keys/x", """{"countsAsInterview":true,"price":1}"""));
        Assert.Equal(["price"], await FieldsAsync("PUT", "cost-keys/x", """{"countsAsInterview":true,"currency":"USD"}"""));
        Assert.Equal(["currency"], await FieldsAsync("PUT", "cost-keys/x", """{"countsAsInterview":true,"price":1,"currency":"EUS"}"""));
        Assert.Empty(await AuditAsync());
    }

    private async Task<string[]> FieldsAsync(string method, string path, string body) =>
        (await SendAsync(method, path, Encoding.UTF8.GetBytes(body))).IsProblem(HttpStatusCode.BadRequest, "invalid_body").Fields;

    private async Task<Answer> SendAsync(string method, string path, byte[]? body, string? contentType = "application/json", string? key = null)
    {
        using var content = body is null ? null : new ByteArrayContent(body);
        if (contentType is not null)
            content?.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return await Server.Api.SendAsync(new HttpMethod(method), key ?? GatewayServer.AdminKey, "/admin/" + path, content);
    }
}
