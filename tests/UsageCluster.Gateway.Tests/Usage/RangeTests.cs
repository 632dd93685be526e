using System.Net;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Usage;

public sealed class RangeTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly GatewayServer _server = shared.Server;

    [Theory]
    [InlineData("2024-01-10T09:00:00Z", "2024-01-10T09:00:00.0000001Z", 1)]
    [InlineData("2024-01-10T08:59:59.9999999Z", "2024-01-10T09:00:00Z", 0)]
    [InlineData("2024-01-10T09:00:00.0000001Z", "2024-01-10T09:00:00.0000002Z", 0)]
    [InlineData("2024-01-10T10:00:00+01:00", "2024-01-10T10:00:00.001+01:00", 1)]
    [InlineData("2024-01-10T09:00", "2024-01-10T09:01", 1)]
    [InlineData("2024-01-10", "2024-01-11", 1)]
    [InlineData("1970-01-01", "9999-12-31T23:59:59.9999999Z", 1)]
    public async Task The_start_is_inside_the_end_is_not_to_the_tick(string start, string end, int events)
    {
        var key = await CompanyAsync();

        var answer = await _server.Api.GetAsync(key, $"/billing/usage?start={start}&end={end}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(events, answer.Json.GetProperty("data").GetProperty("totalInterviews").GetInt32());
    }

    [Fact]
    public async Task Without_a_range_it_is_the_last_30_days()
    {
        await _server.Provision.CompanyAsync("range-default", "Defaults");
        var now = _server.Time.GetUtcNow();
        await _server.Provision.UseAsync("range-default", Text(now.AddDays(-30).AddTicks(-1)), 60);
        await _server.Provision.UseAsync("range-default", Text(now.AddDays(-30)), 60);
        await _server.Provision.UseAsync("range-default", Text(now.AddTicks(-1)), 60);
        await _server.Provision.UseAsync("range-default", Text(now), 60);
        var key = (await _server.Provision.KeyAsync("company", "range-default")).Text;

        Assert.Equal(2, await InterviewsAsync(key, "/billing/usage"));
        Assert.Equal(3, await InterviewsAsync(key, "/billing/usage?start=2000-01-01"));
        Assert.Equal(3, await InterviewsAsync(key, "/billing/usage?end=2100-01-01"));
    }

    [Theory]
    [InlineData("start=2024-01", "start")]
    [InlineData("start=", "start")]
    [InlineData("start", "start")]
    [InlineData("end=01/02/2026", "end")]
    [InlineData("end=2024-02-30", "end")]
    [InlineData("start=1969-12-31", "start")]
    [InlineData("start=0000-01-01", "start")]
    [InlineData("start=2024-01-10t09:00:00z", "start")]
    [InlineData("start=2024-01-10T09:00:00.12345678Z", "start")]
    [InlineData("start=2024-01-10T24:00:00Z", "start")]
    [InlineData("start=99999999999999999999999999999999", "start")]
    [InlineData("start=2024-01-01&start=2024-01-01", "start")]
    [InlineData("end=2024-01-01&end=2024-01-02", "end")]
    [InlineData("companyId=a%2Fb", "companyId")]
    [InlineData("companyId=a%00b", "companyId")]
    [InlineData("companyId=", "companyId")]
    [InlineData("companyId=a&companyId=a", "companyId")]
    [InlineData("companyId=0123456789012345678901234567890123456789012345678901234567890123x", "companyId")]
    [InlineData("start=x&end=y&companyId=%C3%A4", "start end companyId")]
    [InlineData("start=2024-01-02&end=2024-01-01", "start")]
    [InlineData("start=2024-01-01&end=2024-01-01", "start")]
    [InlineData("start=2024-01-02&end=2024-01-01&companyId=%20", "start companyId")]
    public async Task Bad_parameters_are_named_all_at_once(string query, string fields)
    {
        var key = await CompanyAsync();

        var answer = await _server.Api.GetAsync(key, "/billing/usage?" + query);

        answer.IsProblem(HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Equal(fields.Split(' '), answer.Fields);
    }

    [Theory]
    [InlineData("start=9999-01-01", "start", "defaults to now")]
    [InlineData("end=1980-01-01", "end", "defaults to 30 days before now")]
    public async Task An_empty_range_by_a_default_says_so(string query, string field, string words)
    {
        var key = await CompanyAsync();

        var answer = await _server.Api.GetAsync(key, "/billing/usage?" + query);

        answer.IsProblem(HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Equal([field], answer.Fields);
        Assert.Contains(words, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_parameters_are_ignored_even_twice()
    {
        var key = await CompanyAsync();

        var answer = await _server.Api.GetAsync(key, "/billing/usage?start=2024-01-01&Start=x&x=1&x=2&&=&end=2024-02-01");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    private static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", null);

    private async Task<int> InterviewsAsync(string key, string path) =>
        (await _server.Api.GetAsync(key, path)).Json.GetProperty("data").GetProperty("totalInterviews").GetInt32();

    private Task<string> CompanyAsync() => shared.OnceAsync("range-company", async provision =>
    {
        await provision.CompanyAsync("range-company", "Ranges");
        await provision.UseAsync("range-company", "2024-01-10T09:00:00Z", 60);
        return (await provision.KeyAsync("company", "range-company")).Text;
    });
}
