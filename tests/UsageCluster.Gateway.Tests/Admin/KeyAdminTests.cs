using System.Net;
using System.Text.Json;

namespace UsageCluster.Gateway.Tests.Admin;

public sealed class KeyAdminTests : AdminServerTests
{
    [Fact]
    public async Task The_text_of_a_key_is_shown_once()
    {
        await CompaniesAsync("c");
        var made = await PostAsync("keys", """{"kind":"company","owner":"c","name":"Reader","scopes":["billing:read","read:billing"],"expiresAt":"2030-01-01"}""");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("no-store", made.Header("Cache-Control"));
        var id = made.Json.GetProperty("id").GetString()!;
        var key = made.Json.GetProperty("key").GetString()!;
        Assert.StartsWith($"uc_company_{id}_", key, StringComparison.Ordinal);
        Assert.Equal("/admin/keys/" + id, made.Header("Location"));
        Assert.Equal(["read:billing"], Strings(made.Json.GetProperty("scopes")));
        var read = await GetAsync("keys/" + id);
        Assert.Equal(
            ["id", "kind", "owner", "name", "scopes", "createdAt", "expiresAt", "revokedAt", "previousSecretUntil", "lastUsedAt"],
            read.Json.EnumerateObject().Select(m => m.Name));
        var secret = key[(key.LastIndexOf('_') + 1)..];
        foreach (var path in new[] { "keys/" + id, "keys", "audit" })
            Assert.DoesNotContain(secret, (await GetAsync(path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_kind_has_its_owner_and_its_scopes()
    {
        await CompaniesAsync("c", "d");
        await PutWellAsync("ats/x", """{"atsName":"X","companies":["c"]}""");

        foreach (var (body, owner, scopes) in new[]
        {
            ("""{"kind":"company","name":"n","owner":"c"}""", "\"c\"", """["read:billing"]"""),
            ("""{"kind":"ats","name":"n","owner":"x","scopes":["express-accounts-usage:read"]}""", "\"x\"", """["read:billing"]"""),
            ("""{"kind":"runtime","name":"n"}""", "null", """["write:usage"]"""),
            ("""{"kind":"runtime","name":"n","owner":["d","c"]}""", """["d","c"]""", """["write:usage"]"""),
            ("""{"kind":"admin","name":"n"}""", "null", """["admin:read","admin:write","read:billing"]"""),
            ("""{"kind":"admin","name":"n","scopes":["billing:read"]}""", "null", """["read:billing"]"""),
        })
        {
            var made = await PostAsync("keys", body);
            Assert.True(made.Status == HttpStatusCode.Created, made.Text);
            var read = (await GetAsync("keys/" + made.Json.GetProperty("id").GetString())).Json;
            if (body.Contains('[', StringComparison.Ordinal) && owner.StartsWith('['))
                Assert.Equal(["c", "d"], Strings(read.GetProperty("owner")).Order());
            else
                AssertJson(owner, read.GetProperty("owner"));
            AssertJson(scopes, read.GetProperty("scopes"));
        }
    }

    [Fact]
    public async Task An_owner_that_does_not_exist_or_a_scope_beyond_the_kind_is_unprocessable()
    {
        await CompaniesAsync("c");
        foreach (var (body, code, field) in new[]
        {
            ("""{"kind":"company","name":"n","owner":"nobody"}""", "unknown_owner", "owner"),
            ("""{"kind":"ats","name":"n","owner":"c"}""", "unknown_owner", "owner"),
            ("""{"kind":"runtime","name":"n","owner":["c","nobody"]}""", "unknown_owner", "owner[1]"),
            ("""{"kind":"company","name":"n","owner":"c","scopes":["read:billing","admin:read"]}""", "scope_not_allowed", "scopes[1]"),
            ("""{"kind":"runtime","name":"n","scopes":["read:billing"]}""", "scope_not_allowed", "scopes[0]"),
            ("""{"kind":"admin","name":"n","scopes":["write:usage"]}""", "scope_not_allowed", "scopes[0]"),
        })
            Assert.Equal([field], (await PostAsync("keys", body)).IsProblem(HttpStatusCode.UnprocessableEntity, code).Fields);
        Assert.Equal(0, (await GetAsync("keys")).Json.GetProperty("meta").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task A_scope_or_company_that_is_none_is_named_alone()
    {
        foreach (var (body, field) in new[]
        {
            ("""{"kind":"admin","name":"n","scopes":["everything"]}""", "scopes[0]"),
            ("""{"kind":"runtime","name":"n","owner":["a/b"]}""", "owner[0]"),
            ("""{"kind":"admin","name":"n","scopes":[]}""", "scopes"),
            ("""{"kind":"runtime","name":"n","owner":[]}""", "owner"),
        })
            Assert.Equal([field], (await PostAsync("keys", body)).IsProblem(HttpStatusCode.BadRequest, "invalid_body").Fields);
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_are_taken_until_the_overlap_ends()
    {
        await CompaniesAsync("c");
        var (id, old) = await Server.Provision.KeyAsync("company", "c");

        var rotated = await PostAsync($"keys/{id}/rotate", """{"overlapSeconds":60}""");

        Assert.Equal(HttpStatusCode.OK, rotated.Status);
        Assert.Equal("no-store", rotated.Header("Cache-Control"));
        Assert.Equal(id, rotated.Json.GetProperty("id").GetString());
        var @new = rotated.Json.GetProperty("key").GetString()!;
        Assert.NotEqual(old, @new);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await UseAsync(old), await UseAsync(@new)));
        Server.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(HttpStatusCode.OK, await UseAsync(old));
        Server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await UseAsync(old), await UseAsync(@new)));
    }

    [Fact]
    public async Task A_rotation_without_overlap_or_a_second_one_ends_the_older_secret_at_once()
    {
        await CompaniesAsync("c");
        var (id, first) = await Server.Provision.KeyAsync("company", "c");
        var second = (await PostAsync($"keys/{id}/rotate", """{"overlapSeconds":3600}""")).Json.GetProperty("key").GetString()!;
        var third = (await PostAsync($"keys/{id}/rotate", """{"overlapSeconds":3600}""")).Json.GetProperty("key").GetString()!;
        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK], [await UseAsync(first), await UseAsync(second), await UseAsync(third)]);

        var fourth = (await PostAsync($"keys/{id}/rotate", "{}")).Json.GetProperty("key").GetString()!;

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK], [await UseAsync(second), await UseAsync(third), await UseAsync(fourth)]);
    }

    [Fact]
    public async Task A_revoked_key_is_not_taken_from_the_answer_on()
    {
        await CompaniesAsync("c");
        var (id, key) = await Server.Provision.KeyAsync("company", "c");
        Assert.Equal(HttpStatusCode.OK, await UseAsync(key));

        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync("keys/" + id)).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(key));
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync("keys/" + id)).Status);
        (await PostAsync($"keys/{id}/rotate", "{}")).IsProblem(HttpStatusCode.Conflict, "key_ended");
        Assert.NotNull((await GetAsync("keys/" + id)).Json.GetProperty("revokedAt").GetString());
        Assert.Single(await AuditAsync(), r => r.GetProperty("action").GetString() == "key.revoke");
    }

    [Fact]
    public async Task An_expired_key_is_not_taken_and_cannot_be_rotated()
    {
        await CompaniesAsync("c");
        var end = Server.Time.GetUtcNow().AddHours(1);
        var (id, key) = await Server.Provision.KeyAsync("company", "c", end.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", null));
        Assert.Equal(HttpStatusCode.OK, await UseAsync(key));

        Server.Time.Set(end);

        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(key));
        (await PostAsync($"keys/{id}/rotate", "{}")).IsProblem(HttpStatusCode.Conflict, "key_ended");
    }

    [Fact]
    public async Task A_key_that_does_not_exist_is_not_found()
    {
        (await GetAsync("keys/nothing")).IsProblem(HttpStatusCode.NotFound, "key_not_found");
        (await DeleteAsync("keys/bootstrap")).IsProblem(HttpStatusCode.NotFound, "key_not_found");
        (await PostAsync("keys/nothing/rotate", "{}")).IsProblem(HttpStatusCode.NotFound, "key_not_found");
        Assert.Equal(["id"], (await DeleteAsync("keys/a%2Fb")).IsProblem(HttpStatusCode.BadRequest, "invalid_path").Fields);
    }

    private async Task<HttpStatusCode> UseAsync(string key) => (await Server.Api.GetAsync(key, "/billing/usage")).Status;

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetString()!)];
}
