using System.Net;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Problems;

public sealed class ProblemTests : IAsyncLifetime
{
    private BareGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await BareGateway.StartAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Theory]
    [InlineData("text/csv")]
    [InlineData("text/html")]
    [InlineData("application/json;q=0")]
    [InlineData("")]
    public async Task An_unknown_path_is_a_problem_whatever_is_accepted(string accept)
    {
        var answer = await _gateway.Api.GetAsync(BareGateway.AdminKey, "/billing/nothing?x=1", ("Accept", accept));

        answer.IsProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal("/billing/nothing", answer.Json.GetProperty("instance").GetString());
        Assert.Equal("/docs/errors#not_found", answer.Json.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task Another_method_is_not_allowed_and_told_which_are(string method)
    {
        var answer = await _gateway.Api.SendAsync(new HttpMethod(method), BareGateway.AdminKey, "/v1/billing/usage", null);

        answer.IsProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Equal(["GET", "HEAD"], answer.Header("Allow")!.Split(", ").Order());
    }

    [Fact]
    public async Task A_problem_to_head_has_no_body()
    {
        var answer = await _gateway.Api.HeadAsync(null, "/billing/usage");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Empty(answer.Body);
    }

    [Fact]
    public async Task Problems_are_not_stored_by_caches()
    {
        var answer = await _gateway.Api.GetAsync(null, "/billing/usage");

        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Headers_beyond_the_bound_are_refused()
    {
        var answer = await _gateway.Api.GetAsync(BareGateway.AdminKey, "/billing/usage", ("X-Big", new string('x', 20_000)));

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.Status);
    }
}
