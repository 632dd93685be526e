using System.Diagnostics;
using System.Globalization;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Tests.Support;
using Xunit.Abstractions;

namespace UsageCluster.Gateway.Tests.Security;

/// <summary>
/// Someone else's company and one that does not exist must take as long. What is compared is what is done: the calls of the store, and that no actor is
/// asked; times are only reported.
/// </summary>
public sealed class ForeignCompanyTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Foreign = "foreign", Unknown = "unknown";
    private const string Event = """{"eventId":"e","companyId":"<company>","occurredAt":"2024-01-10","durationSeconds":60}""";

    private BareGateway _gateway = null!;
    private WatchedStore _store = null!;
    private string _ats = "", _runtime = "", _company = "";

    public static TheoryData<string> Billing =>
    [
        "/billing/usage?companyId=", "/billing/usage/series?companyId=", "/billing/usage/monthly?companyId=", "/express/usage/month?companyId=",
        "/billing/usage/explain?costKey=k&companyId=", "/billing/history?companyId=", "/billing/transactions?companyId=", "/billing/plan?companyId=",
        "/billing/entitlement?durationSeconds=1&companyId=",
    ];

    public async Task InitializeAsync()
    {
        IControlStore? watched = null;
        _gateway = await BareGateway.StartAsync(store => watched = WatchedStore.Of(store));
        _store = (WatchedStore)(object)watched!;
        foreach (var company in (string[])["own", Foreign])
            await _gateway.Provision.CompanyAsync(company, "Company " + company);
        await _gateway.Provision.AtsAsync("ats", "own");
        _ats = (await _gateway.Provision.KeyAsync("ats", "ats")).Text;
        _company = (await _gateway.Provision.KeyAsync("company", "own")).Text;
        var bound = await _gateway.Api.PostAsync(BareGateway.AdminKey, "/admin/keys", """{"kind":"runtime","name":"bound","owner":["own"]}""");
        _runtime = bound.Json.GetProperty("key").GetString()!;
        // The foreign one is known to the cache, by its owner's use.
        await _gateway.Api.GetAsync(BareGateway.AdminKey, "/billing/transactions?companyId=" + Foreign);
    }

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Billing))]
    public async Task Nothing_else_is_done_for_it_than_for_one_that_does_not_exist(string path)
    {
        await AssertAlikeAsync(company => _gateway.Api.GetAsync(_ats, path + company));
        await AssertAlikeAsync(company => _gateway.Api.GetAsync(_company, "/billing/usage/monthly?companyId=" + company));
    }

    [Fact]
    public async Task Nor_for_its_events_and_a_key_that_is_bound_to_others()
    {
        await AssertAlikeAsync(company => _gateway.Api.GetAsync(_runtime, $"/ingest/events?eventId=e&companyId={company}"));
        await AssertAlikeAsync(company => _gateway.Api.PostAsync(_runtime, "/ingest/events", Event.Replace("<company>", company, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_median_times_are_reported()
    {
        const int Rounds = 201;
        var times = new Dictionary<string, List<double>> { [Foreign] = [], [Unknown] = [] };
        for (var i = 0; i < 2 * Rounds; i++)
        {
            var company = i % 2 == 0 ? Foreign : Unknown;
            var started = Stopwatch.GetTimestamp();
            var answer = await _gateway.Api.GetAsync(_ats, "/billing/usage?companyId=" + company);
            times[company].Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            Assert.Equal("company_not_accessible", answer.Code);
        }

        foreach (var (company, took) in times)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{company}: {took.Order().ElementAt(Rounds / 2):0} µs in the median of {Rounds}"));
    }

    private async Task AssertAlikeAsync(Func<string, Task<Answer>> ask)
    {
        // The key is known from now on.
        await ask("own");
        _store.Taken();
        var foreign = await ask(Foreign);
        var forForeign = _store.Taken();
        var unknown = await ask(Unknown);
        var forUnknown = _store.Taken();

        Assert.Equal(foreign.Status, unknown.Status);
        Assert.Equal(forForeign, forUnknown);
    }
}
