using System.Net;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Problems;

public sealed class FailureTests : IAsyncLifetime
{
    private BareGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await BareGateway.StartAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Theory]
    [InlineData(RetryableFailure.Overloaded, HttpStatusCode.TooManyRequests, "overloaded")]
    [InlineData(RetryableFailure.Fenced, HttpStatusCode.ServiceUnavailable, "unavailable")]
    [InlineData(RetryableFailure.UnknownOutcome, HttpStatusCode.ServiceUnavailable, "unavailable")]
    [InlineData(RetryableFailure.Unavailable, HttpStatusCode.ServiceUnavailable, "unavailable")]
    [InlineData(RetryableFailure.ShuttingDown, HttpStatusCode.ServiceUnavailable, "unavailable")]
    public async Task What_can_be_tried_again_says_when(RetryableFailure failure, HttpStatusCode status, string code)
    {
        var key = await _gateway.CompanyKeyAsync("c");
        _gateway.Usage.Company = (_, _) => throw new RetryableException(failure, "secret detail");

        var answer = await _gateway.Api.GetAsync(key, "/billing/usage", ("Accept", "text/csv"));

        answer.IsProblem(status, code);
        Assert.Equal("1", answer.Header("Retry-After"));
        Assert.DoesNotContain("secret detail", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_away_is_unavailable()
    {
        var key = await _gateway.CompanyKeyAsync("c");
        _gateway.Usage.Company = (_, _) => throw new LedgerUnavailableException("Host=db;Password=x");

        var answer = await _gateway.Api.GetAsync(key, "/billing/usage");

        answer.IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotNull(answer.Header("Retry-After"));
        Assert.DoesNotContain("Password", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreFailure.Unreachable, "The store cannot be reached. Send the request again later.")]
    [InlineData(StoreFailure.TimedOut, "The store did not answer in time. Send the request again later.")]
    [InlineData(StoreFailure.NoRoom, "The store has no room left. Send the request again later.")]
    [InlineData(StoreFailure.Busy, "The store takes no more connections now. Send the request again later.")]
    [InlineData(StoreFailure.ReadOnly, "The store takes no writes now. Send the request again later.")]
    [InlineData(StoreFailure.Contended, "What the call rests on changed again and again. Send the request again.")]
    [InlineData(StoreFailure.Other, "The store, or the company, cannot be used now. Send the request again later.")]
    public async Task What_is_wrong_with_the_store_is_said_as_it_is(StoreFailure failure, string detail)
    {
        var key = await _gateway.CompanyKeyAsync("c");
        var cause = new LedgerUnavailableException("Host=db;Password=x") { Failure = failure };
        foreach (var thrown in (Exception[])[cause, new RetryableException(RetryableFailure.Unavailable, "Host=db", cause)])
        {
            _gateway.Usage.Company = (_, _) => throw thrown;

            var answer = await _gateway.Api.GetAsync(key, "/billing/usage");

            answer.IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
            Assert.Equal(detail, answer.Json.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task A_defect_tells_nothing_but_the_trace_under_which_it_is_logged()
    {
        var key = await _gateway.CompanyKeyAsync("c");
        _gateway.Usage.Company = (_, _) => throw new InvalidOperationException("SELECT secret FROM t");

        var answer = await _gateway.Api.GetAsync(key, "/billing/usage");

        answer.IsProblem(HttpStatusCode.InternalServerError, "internal_error");
        Assert.DoesNotContain("SELECT", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        var traceId = answer.Json.GetProperty("traceId").GetString()!;
        Assert.Contains(_gateway.Log.Lines, l => l.Contains(traceId, StringComparison.Ordinal) && l.Contains("SELECT secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_figure_that_cannot_be_counted_exactly_is_not_a_defect_of_the_server()
    {
        var key = await _gateway.CompanyKeyAsync("c");
        _gateway.Usage.Company = (_, _) => throw new OverflowException("secret detail");

        var answer = await _gateway.Api.GetAsync(key, "/billing/usage");

        answer.IsProblem(HttpStatusCode.UnprocessableEntity, "quantity_overflow");
        Assert.DoesNotContain("secret detail", answer.Text, StringComparison.Ordinal);
        Assert.Contains(_gateway.Log.Lines, l => l.Contains("secret detail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_key_is_ever_logged()
    {
        var key = await _gateway.CompanyKeyAsync("c");
        _gateway.Usage.Company = (_, _) => throw new InvalidOperationException("defect");
        await _gateway.Api.GetAsync(key, "/billing/usage");
        await _gateway.Api.GetAsync(key + "x", "/billing/usage");
        await _gateway.Api.GetAsync(null, "/billing/usage", ("X-API-Key", key));

        var secret = key[(key.LastIndexOf('_') + 1)..];
        Assert.NotEmpty(_gateway.Log.Lines);
        Assert.DoesNotContain(_gateway.Log.Lines, l => l.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(_gateway.Log.Lines, l => l.Contains(BareGateway.AdminKey, StringComparison.Ordinal));
    }
}
