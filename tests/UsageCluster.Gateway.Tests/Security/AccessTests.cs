using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;
using UsageCluster.Gateway.Security;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Security;

public sealed class AccessTests : IAsyncLifetime
{
    private static readonly string[] Prefixes = ["/billing/usage", "/v1/billing/usage"];

    private readonly ConcurrentQueue<string> _asked = new();
    private readonly Dictionary<string, string> _keys = [];
    private BareGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _gateway = await BareGateway.StartAsync();
        _gateway.Usage.Company = (id, _) =>
        {
            _asked.Enqueue(id);
            return new CompanyReport(id, 1, [new SystemReport(BillingSystem.Minutes, 0, 0, [])]);
        };
        _gateway.Usage.Ats = (id, _) =>
        {
            _asked.Enqueue(id);
            return new AtsReport([], MergedTotals.Of([]));
        };
        foreach (var company in new[] { "own", "managed", "foreign" })
            await _gateway.Provision.CompanyAsync(company, "Company " + company);
        await _gateway.Provision.AtsAsync("the-ats", "own", "managed");
        _keys["company"] = (await _gateway.Provision.KeyAsync("company", "own")).Text;
        _keys["ats"] = (await _gateway.Provision.KeyAsync("ats", "the-ats")).Text;
        _keys["runtime"] = (await _gateway.Provision.KeyAsync("runtime")).Text;
        _keys["admin"] = (await _gateway.Provision.KeyAsync("admin")).Text;
        _keys["bootstrap"] = BareGateway.AdminKey;
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Theory]
    [InlineData("company", null, 200, "own")]
    [InlineData("company", "own", 200, "own")]
    [InlineData("company", "managed", 200, "own")]
    [InlineData("company", "foreign", 200, "own")]
    [InlineData("company", "unknown", 200, "own")]
    [InlineData("ats", null, 200, "the-ats")]
    [InlineData("ats", "own", 200, "own")]
    [InlineData("ats", "managed", 200, "managed")]
    [InlineData("ats", "foreign", 403, null)]
    [InlineData("ats", "unknown", 403, null)]
    [InlineData("ats", "MANAGED", 403, null)]
    [InlineData("ats", "the-ats", 403, null)]
    [InlineData("runtime", null, 403, null)]
    [InlineData("runtime", "own", 403, null)]
    [InlineData("runtime", "foreign", 403, null)]
    [InlineData("runtime", "unknown", 403, null)]
    [InlineData("admin", null, 400, null)]
    [InlineData("admin", "own", 200, "own")]
    [InlineData("admin", "foreign", 200, "foreign")]
    [InlineData("admin", "unknown", 404, null)]
    [InlineData("bootstrap", null, 400, null)]
    [InlineData("bootstrap", "own", 200, "own")]
    [InlineData("bootstrap", "unknown", 404, null)]
    public async Task A_key_sees_what_its_kind_may_see_and_nothing_else_is_asked(string kind, string? companyId, int status, string? seen)
    {
        foreach (var prefix in Prefixes)
        {
            foreach (var media in new[] { "application/json", "text/csv", "application/x-ndjson" })
            {
                _asked.Clear();

                var answer = await _gateway.Api.GetAsync(_keys[kind], prefix + (companyId is null ? "" : "?companyId=" + companyId), ("Accept", media));

                Assert.Equal((HttpStatusCode)status, answer.Status);
                Assert.Equal(seen is null ? [] : [seen], _asked);
            }
        }
    }

    [Fact]
    public async Task A_foreign_company_and_an_unknown_one_answer_alike()
    {
        var foreign = await _gateway.Api.GetAsync(_keys["ats"], "/billing/usage?companyId=foreign");
        var unknown = await _gateway.Api.GetAsync(_keys["ats"], "/billing/usage?companyId=unknown");

        foreign.IsProblem(HttpStatusCode.Forbidden, "company_not_accessible");
        Assert.Equal(WithoutTrace(foreign), WithoutTrace(unknown));
        Assert.Equal(Names(foreign), Names(unknown));
    }

    [Fact]
    public async Task An_admin_key_must_name_the_company()
    {
        var answer = await _gateway.Api.GetAsync(_keys["admin"], "/billing/usage?start=x");

        answer.IsProblem(HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Equal("start companyId", string.Join(' ', answer.Fields));
    }

    [Fact]
    public async Task A_company_that_joins_or_leaves_an_ats_is_seen_or_not_at_once()
    {
        await _gateway.Api.PutAsync(BareGateway.AdminKey, "/admin/ats/the-ats/companies/foreign", "");
        Assert.Equal(HttpStatusCode.OK, (await _gateway.Api.GetAsync(_keys["ats"], "/billing/usage?companyId=foreign")).Status);

        await _gateway.Api.DeleteAsync(BareGateway.AdminKey, "/admin/ats/the-ats/companies/foreign");
        Assert.Equal(HttpStatusCode.Forbidden, (await _gateway.Api.GetAsync(_keys["ats"], "/billing/usage?companyId=foreign")).Status);
    }

    [Fact]
    public async Task No_endpoint_is_reached_without_a_key_or_without_its_scope()
    {
        var endpoints = _gateway.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        var refused = 0;
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Metadata.GetMetadata<RequiredScope>() is not { } scope)
                continue;
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
                refused += await RefusedAsync(endpoint, new HttpMethod(method), scope);
        }

        Assert.InRange(refused, 20, int.MaxValue);
    }

    private async Task<int> RefusedAsync(RouteEndpoint endpoint, HttpMethod method, RequiredScope scope)
    {
        var path = string.Concat(endpoint.RoutePattern.PathSegments.Select(
            s => "/" + string.Concat(s.Parts.Select(p => p is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "x"))));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _gateway.Api.SendAsync(method, null, path, null)).Status);
        var refused = 0;
        foreach (var kind in Enum.GetValues<KeyKind>())
        {
            if (Scopes.OfKind(kind).Intersect(scope.AnyOf).Any())
                continue;
            var answer = await _gateway.Api.SendAsync(method, _keys[ApiKey.Word(kind)], path, null);
            Assert.True(answer.Status == HttpStatusCode.Forbidden, $"{kind} {method} {path}: {answer.Status}");
            refused++;
        }

        return refused;
    }

    private static string WithoutTrace(Answer answer)
    {
        var body = JsonNode.Parse(answer.Text)!.AsObject();
        body.Remove("traceId");
        return body.ToJsonString();
    }

    private static IEnumerable<string> Names(Answer answer) =>
        answer.Headers.Concat(answer.ContentHeaders).Select(h => h.Key).Order(StringComparer.Ordinal);
}
