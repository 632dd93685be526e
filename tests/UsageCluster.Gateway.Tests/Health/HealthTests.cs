using System.Net;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Gateway.Health;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Health;

public sealed class HealthTests : IAsyncLifetime
{
    private BareGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await BareGateway.StartAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    [InlineData("/healthz/startup")]
    public async Task A_started_server_is_live_and_ready_without_a_key(string path)
    {
        Assert.Equal(HttpStatusCode.OK, (await _gateway.Api.GetAsync(null, path)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _gateway.Api.HeadAsync(null, path)).Status);
    }

    [Theory]
    [InlineData("/healthz/ready")]
    [InlineData("/healthz/startup")]
    public async Task A_stopping_server_is_live_but_not_ready(string path)
    {
        _gateway.App.Services.GetRequiredService<Readiness>().MarkStopping();

        var ready = await _gateway.Api.GetAsync(null, path);

        ready.IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotNull(ready.Header("Retry-After"));
        Assert.Equal(HttpStatusCode.OK, (await _gateway.Api.GetAsync(null, "/healthz/live")).Status);
    }

    [Fact]
    public async Task Without_its_store_the_server_is_live_but_not_ready()
    {
        await _gateway.CloseStoreAsync();

        (await _gateway.Api.GetAsync(null, "/healthz/ready")).IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal(HttpStatusCode.OK, (await _gateway.Api.GetAsync(null, "/healthz/live")).Status);
    }

    [Fact]
    public async Task Nothing_else_below_health_answers() =>
        (await _gateway.Api.GetAsync(null, "/healthz/other")).IsProblem(HttpStatusCode.NotFound, "not_found");
}
