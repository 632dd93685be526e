using System.Net;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Security;

public sealed class AuthenticationTests : IAsyncLifetime
{
    private BareGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _gateway = await BareGateway.StartAsync();
        _gateway.Usage.Company = (id, _) => new CompanyReport(id, 1, [new SystemReport(BillingSystem.Minutes, 0, 0, [])]);
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task A_key_is_taken_from_either_header_and_from_both_if_equal()
    {
        var key = await _gateway.CompanyKeyAsync("c");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(("Authorization", "Bearer " + key)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(("Authorization", "bEARER " + key)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(("X-API-Key", key)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(("x-api-key", key), ("Authorization", "Bearer " + key)));
    }

    [Fact]
    public async Task Anything_else_is_unauthorized()
    {
        var key = await _gateway.CompanyKeyAsync("c");
        var other = await _gateway.CompanyKeyAsync("d");
        var changed = key[..^1] + (key[^1] == '0' ? '1' : '0');
        (string, string)[][] requests =
        [
            [],
            [("Authorization", key)],
            [("Authorization", "Basic " + key)],
            [("Authorization", "Bearer")],
            [("Authorization", "Bearer ")],
            [("Authorization", "Bearer" + key)],
            [("Authorization", "Bearer " + key + " x")],
            [("Authorization", "Bearer " + changed)],
            [("Authorization", "Bearer " + key.Replace("_company_", "_ats_", StringComparison.Ordinal))],
            [("Authorization", "Bearer " + new string('x', 5000))],
            [("X-API-Key", "")],
            [("X-API-Key", "Bearer " + key)],
            [("X-API-Key", other), ("Authorization", "Bearer " + key)],
            [("X-API-Key", key), ("Authorization", "Basic eDp5")],
            [("Authorization", "Bearer " + BareGateway.AdminKey + "x")],
        ];

        foreach (var headers in requests)
        {
            foreach (var path in new[] { "/billing/usage", "/no/such/path", "/admin/companies/c" })
            {
                var answer = await _gateway.Api.GetAsync(null, path, headers);

                answer.IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
                Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
            }
        }
    }

    [Fact]
    public async Task Two_headers_of_a_name_are_unauthorized_even_if_equal()
    {
        var key = await _gateway.CompanyKeyAsync("c");
        var address = new Uri(_gateway.App.Urls.First());

        foreach (var line in new[] { "Authorization: Bearer " + key, "X-API-Key: " + key })
        {
            var once = await RawHttp.SendAsync(address, "GET /billing/usage HTTP/1.1", "Host: x", "Connection: close", line);
            var twice = await RawHttp.SendAsync(address, "GET /billing/usage HTTP/1.1", "Host: x", "Connection: close", line, line);

            Assert.StartsWith("HTTP/1.1 200 ", once, StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 401 ", twice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_ends_when_it_expires()
    {
        await _gateway.Provision.CompanyAsync("c", "C");
        var key = (await _gateway.Provision.KeyAsync("company", "c", expiresAt: "2024-02-01T00:00:10Z")).Text;

        _gateway.Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(("X-API-Key", key)));
        _gateway.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(("X-API-Key", key)));
    }

    [Fact]
    public async Task A_revoked_key_is_not_taken_any_more()
    {
        await _gateway.Provision.CompanyAsync("c", "C");
        var (id, key) = await _gateway.Provision.KeyAsync("company", "c");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(("X-API-Key", key)));

        await _gateway.Api.DeleteAsync(BareGateway.AdminKey, "/admin/keys/" + id);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(("X-API-Key", key)));
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_are_taken_until_the_overlap_ends()
    {
        await _gateway.Provision.CompanyAsync("c", "C");
        var (id, first) = await _gateway.Provision.KeyAsync("company", "c");
        var rotated = await _gateway.Api.PostAsync(BareGateway.AdminKey, $"/admin/keys/{id}/rotate", """{"overlapSeconds":60}""");
        var second = rotated.Json.GetProperty("key").GetString()!;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(("X-API-Key", first)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(("X-API-Key", second)));
        _gateway.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(("X-API-Key", first)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(("X-API-Key", second)));
    }

    [Fact]
    public async Task Keys_of_a_deleted_ats_are_not_taken_even_if_it_comes_back()
    {
        await _gateway.Provision.AtsAsync("a");
        var key = (await _gateway.Provision.KeyAsync("ats", "a")).Text;
        _gateway.Usage.Ats = (_, _) => new AtsReport([], MergedTotals.Of([]));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(("X-API-Key", key)));

        await _gateway.Api.DeleteAsync(BareGateway.AdminKey, "/admin/ats/a");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(("X-API-Key", key)));
        await _gateway.Provision.AtsAsync("a");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(("X-API-Key", key)));
    }

    [Fact]
    public async Task The_last_use_of_a_key_is_stored_at_the_end_at_the_latest()
    {
        await _gateway.Provision.CompanyAsync("c", "C");
        var (id, key) = await _gateway.Provision.KeyAsync("company", "c");
        _gateway.Time.Advance(TimeSpan.FromMinutes(5));
        await StatusAsync(("X-API-Key", key));
        var used = _gateway.Time.GetUtcNow();

        await _gateway.App.StopAsync();

        var row = await _gateway.Control.Store.FindKeyAsync(id, CancellationToken.None);
        Assert.Equal(used, row!.LastUsedAt!.Value.ToDateTimeOffset());
    }

    private async Task<HttpStatusCode> StatusAsync(params (string, string)[] headers) =>
        (await _gateway.Api.GetAsync(null, "/billing/usage", headers)).Status;
}
