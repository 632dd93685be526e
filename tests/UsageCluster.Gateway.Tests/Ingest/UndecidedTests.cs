using System.Net;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Tests.Support;
using static UsageCluster.Gateway.Tests.Ingest.EventJson;

namespace UsageCluster.Gateway.Tests.Ingest;

public sealed class UndecidedTests : IAsyncLifetime
{
    private BareGateway _gateway = null!;
    private string _key = "";

    public async Task InitializeAsync()
    {
        _gateway = await BareGateway.StartAsync();
        _key = (await _gateway.Provision.KeyAsync("runtime")).Text;
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Theory]
    [InlineData(RetryableFailure.Overloaded, HttpStatusCode.TooManyRequests, "overloaded")]
    [InlineData(RetryableFailure.Fenced, HttpStatusCode.ServiceUnavailable, "unavailable")]
    [InlineData(RetryableFailure.UnknownOutcome, HttpStatusCode.ServiceUnavailable, "unavailable")]
    [InlineData(RetryableFailure.Unavailable, HttpStatusCode.ServiceUnavailable, "unavailable")]
    [InlineData(RetryableFailure.ShuttingDown, HttpStatusCode.ServiceUnavailable, "unavailable")]
    public async Task Where_one_company_cannot_be_decided_the_whole_call_is_to_be_sent_again(RetryableFailure failure, HttpStatusCode status, string code)
    {
        _gateway.Usage.Record = (companyId, events) =>
            companyId == "bad" ? throw new RetryableException(failure, "as the test says") : [.. events.Select(_ => RecordOutcome.Accepted)];

        foreach (var body in new[] { Event("1", "bad"), $"[{Event("1", "good")},{Event("2", "bad")},{Event("3", "bad")},{Event("4", "other")}]" })
        {
            var answer = await _gateway.Api.PostAsync(_key, "/ingest/events", body);
            answer.IsProblem(status, code);
            Assert.NotNull(answer.Header("Retry-After"));
        }

        var meter = await _gateway.Api.SendAsync(
            HttpMethod.Post, _key, "/api/v1/events", Content(CloudEvent("1", "bad"), "application/cloudevents+json"));
        meter.IsProblem(status, code);
    }

    [Fact]
    public async Task A_dry_run_never_takes_the_way_that_books()
    {
        var booked = 0;
        _gateway.Usage.Record = (_, events) =>
        {
            booked += events.Count;
            return [.. events.Select(_ => RecordOutcome.Accepted)];
        };
        _gateway.Usage.DryRun = (_, events) => [.. events.Select(_ => RecordOutcome.Accepted)];

        foreach (var body in new[] { Event("1"), $"[{Event("1")},{Event("2")}]" })
            Assert.Equal(HttpStatusCode.OK, (await _gateway.Api.PostAsync(_key, "/ingest/events?dryRun=true", body)).Status);
        Assert.Equal(0, booked);
        await _gateway.Api.PostAsync(_key, "/ingest/events", Event("1"));
        Assert.Equal(1, booked);
    }
}
