using System.Net;
using UsageCluster.TestKit.Http;

namespace UsageCluster.Standalone.Tests.Changes;

/// <summary>What a change of a company does to events on either side of its instant, sent before it and after it, on each store.</summary>
public sealed class SwitchTests(StoreServers servers) : IClassFixture<StoreServers>
{
    private int _events;

    public static TheoryData<string> Stores => [.. StoreServers.Stores];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Late_events_are_booked_in_the_system_in_force_where_they_occurred_however_often_that_was_switched(string store)
    {
        using var admin = await ProvisionAsync(store);
        await SwitchAsync(admin, "often", "minutes");
        await SwitchAsync(admin, "often", "credits", "2025-02-01");
        await SwitchAsync(admin, "often", "minutes", "2025-03-01");
        await SwitchAsync(admin, "often", "credits", "2025-04-01");
        string[] late =
        [
            "2025-03-01", "2025-02-28T23:59:59.9999999Z", "2025-01-31T23:59:59.9999999Z", "2025-04-01", "2025-02-01", "2025-03-31T23:59:59.9999999Z",
        ];

        Assert.All(await SendAsync(store, admin, "often", 60, late), status => Assert.Equal("accepted", status));

        Assert.Equal("credits 33 3, minutes 3 3", await ReportAsync(admin, "often", "2025-01-01", "2026-01-01"));
        Assert.Equal("minutes 1 1", await ReportAsync(admin, "often", "2025-01-01", "2025-02-01"));
        Assert.Equal("credits 22 2", await ReportAsync(admin, "often", "2025-02-01", "2025-03-01"));
        Assert.Equal("minutes 2 2", await ReportAsync(admin, "often", "2025-03-01", "2025-04-01"));
        Assert.Equal("minutes 1 1, credits 22 2", await ReportAsync(admin, "often", "2025-02-01", "2025-03-01T00:00:00.0000001Z"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_back_dated_switch_counts_for_what_is_booked_after_it_and_removes_those_that_follow_it(string store)
    {
        using var admin = await ProvisionAsync(store);
        await SwitchAsync(admin, "back", "minutes");
        await SendAsync(store, admin, "back", 60, "2025-05-10", "2025-05-20");

        await SwitchAsync(admin, "back", "credits", "2025-05-15");
        Assert.Equal("credits 0 0, minutes 2 2", await ReportAsync(admin, "back", "2025-05-01", "2025-06-01"));
        await SendAsync(store, admin, "back", 60, "2025-05-14T23:59:59.9999999Z", "2025-05-20");
        Assert.Equal("credits 11 1, minutes 3 3", await ReportAsync(admin, "back", "2025-05-01", "2025-06-01"));

        // Minutes are in force there already: ignored.
        await SwitchAsync(admin, "back", "minutes", "2025-05-01");
        await SendAsync(store, admin, "back", 60, "2025-05-20");
        Assert.Equal("credits 22 2, minutes 3 3", await ReportAsync(admin, "back", "2025-05-01", "2025-06-01"));

        await SwitchAsync(admin, "back", "minutes", "2025-05-15");
        await SendAsync(store, admin, "back", 60, "2025-05-20");
        Assert.Equal("minutes 4 4, credits 22 2", await ReportAsync(admin, "back", "2025-05-01", "2025-06-01"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Back_dated_rules_and_plans_count_for_what_is_booked_after_them(string store)
    {
        using var admin = await ProvisionAsync(store);
        await SwitchAsync(admin, "rules", "credits", "2025-01-01");
        await SwitchAsync(admin, "plans", "minutes");
        await SendAsync(store, admin, "rules", 60, "2025-05-20");
        await SendAsync(store, admin, "plans", 61, "2025-05-20");

        await admin.PutAsync(
            "/admin/companies/rules/price-rules/*", new { baseCost = 100, includedMinutes = 0, costPerMinute = 1, effectiveFrom = "2025-05-15" });
        await admin.PutAsync(
            "/admin/plans/rounded",
            new { name = "Rounded up", monthlyFee = 0, currency = "EUR", includedMinutes = 0, pricePerMinute = 0, billingIncrementSeconds = 60 });
        await admin.PutAsync("/admin/companies/plans/plan", new { planId = "rounded", effectiveFrom = "2025-05-15" });
        await SendAsync(store, admin, "rules", 60, "2025-05-14T23:59:59.9999999Z", "2025-05-20");
        await SendAsync(store, admin, "plans", 61, "2025-05-14T23:59:59.9999999Z", "2025-05-20");

        Assert.Equal("credits 123 3", await ReportAsync(admin, "rules", "2025-05-01", "2025-06-01"));
        Assert.Equal("minutes 4.033333 3", await ReportAsync(admin, "plans", "2025-05-01", "2025-06-01"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_closed_company_keeps_its_past_moves_between_ATSs_with_all_of_it_and_books_again_when_reopened(string store)
    {
        using var admin = await ProvisionAsync(store);
        await SwitchAsync(admin, "closing", "minutes");
        await admin.PutAsync("/admin/ats/from", new { atsName = "From", companies = new[] { "closing" } });
        await admin.PutAsync("/admin/ats/to", new { atsName = "To", companies = Array.Empty<string>() });
        using var from = await KeyAsync(store, admin, "from");
        using var to = await KeyAsync(store, admin, "to");
        await SendAsync(store, admin, "closing", 60, "2025-06-01");

        await CloseAsync(admin, "2025-06-10");
        Assert.Equal(
            ["accepted", "rejected"], await SendAsync(store, admin, "closing", 60, "2025-06-09T23:59:59.9999999Z", "2025-06-10"));
        Assert.Equal("minutes 2 2", await ReportAsync(from, "closing", "2025-06-01", "2025-07-01"));
        Assert.Equal("", await ReportAsync(to, null, "2025-06-01", "2025-07-01"));

        await admin.PutAsync("/admin/ats/from", new { atsName = "From", companies = Array.Empty<string>() });
        await admin.PutAsync("/admin/ats/to", new { atsName = "To", companies = new[] { "closing" } });
        Assert.Equal("", await ReportAsync(from, null, "2025-06-01", "2025-07-01"));
        Assert.Equal(HttpStatusCode.Forbidden, await from.StatusAsync("/billing/usage?companyId=closing"));
        Assert.Equal("minutes 2 2", await ReportAsync(to, null, "2025-06-01", "2025-07-01"));

        await CloseAsync(admin, null);
        Assert.Equal(["accepted"], await SendAsync(store, admin, "closing", 60, "2025-06-10"));
        await CloseAsync(admin, "2025-06-02");
        Assert.Equal(["rejected"], await SendAsync(store, admin, "closing", 60, "2025-06-05"));
        Assert.Equal("minutes 3 3", await ReportAsync(to, null, "2025-06-01", "2025-07-01"));
    }

    private async Task<UsageApi> ProvisionAsync(string store)
    {
        var admin = await servers.AdminAsync(store);
        await admin.PutAsync("/admin/price-rules/*", new { baseCost = 10, includedMinutes = 0, costPerMinute = 1, effectiveFrom = "2020-01-01" });
        return admin;
    }

    private async Task<UsageApi> KeyAsync(string store, UsageApi admin, string ats) => new(
        await servers.UrlAsync(store),
        (await admin.PostAsync("/admin/keys", new { kind = "ats", owner = ats, name = ats })).GetProperty("key").GetString()!);

    private static async Task SwitchAsync(UsageApi admin, string company, string system, string? since = null) => await admin.PutAsync(
        "/admin/companies/" + company,
        since is null
            ? new { companyName = company, billingSystem = system }
            : new { companyName = company, billingSystem = system, billingSystemSince = since } as object);

    private static async Task CloseAsync(UsageApi admin, string? closedAt) =>
        await admin.PutAsync("/admin/companies/closing", new { companyName = "closing", billingSystem = "minutes", closedAt });

    /// <summary>Sends events of so many seconds in one call; the status of each.</summary>
    private async Task<string[]> SendAsync(string store, UsageApi admin, string company, int seconds, params string[] instants)
    {
        using var runtime = new UsageApi(await servers.UrlAsync(store), await admin.RuntimeKeyAsync());
        var statuses = await runtime.TrySendAsync(
            [.. instants.Select(at => (object)new { eventId = $"{company}-{++_events}", companyId = company, occurredAt = at, durationSeconds = seconds })]);
        Assert.NotNull(statuses);
        return statuses;
    }

    /// <summary>System, quantity and events of each entry, in their order; of all companies of the key where none is named.</summary>
    private static async Task<string> ReportAsync(UsageApi api, string? company, string start, string end)
    {
        var data = (await api.GetAsync($"/billing/usage?start={start}&end={end}{(company is null ? "" : "&companyId=" + company)}")).GetProperty("data");
        return string.Join(", ", data.GetProperty("companies").EnumerateArray().Select(entry => string.Join(
            ' ',
            entry.GetProperty("billingSystem").GetString(),
            entry.TryGetProperty("totalMinutesUsed", out var minutes) ? minutes.GetRawText() : entry.GetProperty("totalCreditsUsed").GetRawText(),
            entry.GetProperty("breakdownByCostKey").EnumerateArray().Sum(b => b.GetProperty("events").GetInt32()))));
    }
}
