using System.Text.Json;
using UsageCluster.TestKit.Network;

namespace UsageCluster.Gateway.Tests.Alerts;

/// <summary>Alerts from usage that is booked to calls that a target receives.</summary>
public sealed class FiringTests : IAsyncLifetime
{
    private AlertCase _case = null!;

    public async Task InitializeAsync() => _case = await AlertCase.StartAsync();

    public Task DisposeAsync() => _case.DisposeAsync().AsTask();

    [Fact]
    public async Task An_alert_fires_once_when_the_figure_is_reached_and_says_what_was_used()
    {
        await _case.Server.Provision.CompanyAsync("acme", "Acme");
        var (webhookId, secret) = await _case.WebhookAsync();
        await _case.AlertAsync("half", "acme", 10.5m, webhookId);
        await _case.AlertAsync("full", "acme", 21, webhookId);

        await _case.UseAsync("acme", 10);
        await _case.UseAsync("acme", 0.75m);
        var call = Assert.Single(await _case.ReceiveAsync("half"));
        await _case.UseAsync("acme", 11);
        await _case.ReceiveAsync("full");

        // It has been looked at since: the other one has fired.
        Assert.Single(await _case.ReceiveAsync("half"));
        Assert.True(call.IsSignedBy(secret));
        Assert.Equal($"{call.Json.GetProperty("id").GetString()}_{webhookId}", call.Id);
        AssertEvent(
            "usage.alert",
            """{"alertId":"half","alertName":"Alert half","companyId":"acme","period":"2024-02","quantity":10.5,"unit":"minutes","value":10.75}""",
            call);
    }

    [Fact]
    public async Task An_alert_at_a_share_of_the_allowance_goes_by_the_plan_even_when_that_changes_later()
    {
        await _case.Server.Provision.CompanyAsync("acme", "Acme");
        var (webhookId, _) = await _case.WebhookAsync();
        await _case.PostAsync("alerts", new { id = "share", name = "80 %", companyId = "acme", allowancePercent = 80.125, webhookIds = new[] { webhookId } });
        await _case.AlertAsync("first", "acme", 1, webhookId);
        await _case.UseAsync("acme", 90);
        // Without a plan there is no share.
        await _case.ReceiveAsync("first");

        await _case.PutAsync("plans/basic", Plan(1_000));
        await _case.PutAsync("companies/acme/plan", new { planId = "basic", effectiveFrom = "2024-01-01" });
        await _case.AlertAsync("second", "acme", 2, webhookId);
        await _case.ReceiveAsync("second");
        Assert.DoesNotContain(_case.Receiver.Calls, c => c.Data.GetProperty("alertId").GetString() == "share");

        await _case.PutAsync("plans/small", Plan(100));
        await _case.PutAsync("companies/acme/plan", new { planId = "small", effectiveFrom = "2024-01-01" });

        AssertEvent(
            "usage.alert",
            """
            {"alertId":"share","alertName":"80 %","companyId":"acme","period":"2024-02","allowancePercent":80.125,"unit":"minutes","value":90,"allowance":100}
            """,
            Assert.Single(await _case.ReceiveAsync("share")));
    }

    [Fact]
    public async Task An_alert_of_an_ats_adds_up_the_companies_that_it_manages_at_the_time()
    {
        foreach (var company in new[] { "one", "two", "three" })
        {
            await _case.Server.Provision.CompanyAsync(company, company);
            await _case.UseAsync(company, 4);
        }

        await _case.Server.Provision.AtsAsync("ats", "one", "two");
        var (webhookId, _) = await _case.WebhookAsync();
        await _case.PostAsync("alerts", new { id = "sum", name = "Sum", atsId = "ats", quantity = 12, unit = "minutes", webhookIds = new[] { webhookId } });
        await _case.AlertAsync("looked", "one", 4, webhookId);
        await _case.ReceiveAsync("looked");
        Assert.Single(_case.Receiver.Calls);

        await _case.Server.Provision.AtsAsync("ats", "one", "two", "three");

        AssertEvent(
            "usage.alert",
            """{"alertId":"sum","alertName":"Sum","atsId":"ats","period":"2024-02","quantity":12,"unit":"minutes","value":12}""",
            Assert.Single(await _case.ReceiveAsync("sum")));
    }

    [Fact]
    public async Task Shares_of_an_ats_are_of_the_sum_of_its_companies_allowances()
    {
        await _case.PutAsync("plans/basic", Plan(100));
        foreach (var company in new[] { "one", "two" })
        {
            await _case.Server.Provision.CompanyAsync(company, company);
            await _case.PutAsync($"companies/{company}/plan", new { planId = "basic", effectiveFrom = "2024-01-01" });
        }

        await _case.Server.Provision.CompanyAsync("without", "Without a plan");
        await _case.UseAsync("without", 1_000);
        await _case.UseAsync("one", 99);
        await _case.Server.Provision.AtsAsync("ats", "one", "two", "without");
        var (webhookId, _) = await _case.WebhookAsync();
        await _case.PostAsync("alerts", new { id = "share", name = "Share", atsId = "ats", allowancePercent = 50, webhookIds = new[] { webhookId } });
        await _case.AlertAsync("looked", "one", 99, webhookId);
        await _case.ReceiveAsync("looked");
        Assert.Single(_case.Receiver.Calls);

        await _case.UseAsync("two", 1);

        var data = Assert.Single(await _case.ReceiveAsync("share")).Data;
        Assert.Equal((100, 200), (data.GetProperty("value").GetInt32(), data.GetProperty("allowance").GetInt32()));
    }

    [Fact]
    public async Task Each_month_fires_anew_and_late_events_count_until_a_month_is_closed()
    {
        await _case.Server.Provision.CompanyAsync("acme", "Acme");
        var (webhookId, _) = await _case.WebhookAsync();
        await _case.AlertAsync("month", "acme", 10, webhookId);

        // The server's clock stands at the first of February.
        await _case.UseAsync("acme", 10, "2024-01-31T23:59:59Z");
        Assert.Equal("2024-01", Assert.Single(await _case.ReceiveAsync("month")).Data.GetProperty("period").GetString());
        await _case.UseAsync("acme", 10);
        Assert.Equal(["2024-01", "2024-02"], Periods(await _case.ReceiveAsync("month", 2)));

        _case.Server.Time.Set(new DateTimeOffset(2024, 3, 4, 0, 0, 0, TimeSpan.Zero));
        await _case.AlertAsync("closed", "acme", 5, webhookId);
        await _case.UseAsync("acme", 10);
        Assert.Equal(["2024-01", "2024-02", "2024-03"], Periods(await _case.ReceiveAsync("month", 3)));
        Assert.Equal(["2024-03"], Periods(await _case.ReceiveAsync("closed")));
    }

    [Fact]
    public async Task An_alert_with_another_threshold_is_another_alert()
    {
        await _case.Server.Provision.CompanyAsync("acme", "Acme");
        var (webhookId, _) = await _case.WebhookAsync();
        await _case.AlertAsync("moved", "acme", 10, webhookId);
        await _case.UseAsync("acme", 20);
        await _case.ReceiveAsync("moved");

        await _case.PutAsync("alerts/moved", new { name = "Moved", companyId = "acme", quantity = 15, unit = "minutes", webhookIds = new[] { webhookId } });

        Assert.Equal([10, 15], (await _case.ReceiveAsync("moved", 2)).Select(c => c.Data.GetProperty("quantity").GetInt32()));
    }

    [Fact]
    public async Task What_a_correction_takes_away_lets_an_alert_fire_later_but_not_again()
    {
        await _case.Server.Provision.CompanyAsync("acme", "Acme");
        var (webhookId, _) = await _case.WebhookAsync();
        await _case.AlertAsync("low", "acme", 10, webhookId);
        await _case.AlertAsync("high", "acme", 15, webhookId);
        await _case.UseAsync("acme", 10);
        await _case.ReceiveAsync("low");

        await _case.PostAsync("companies/acme/corrections", new { id = "c", eventId = "event-1", kind = "void", reason = "Reported twice" });
        await _case.UseAsync("acme", 14);
        await _case.AlertAsync("looked", "acme", 14, webhookId);
        await _case.ReceiveAsync("looked");
        Assert.DoesNotContain(_case.Receiver.Calls, c => c.Data.GetProperty("alertId").GetString() == "high");
        await _case.UseAsync("acme", 1);

        Assert.Equal(15, Assert.Single(await _case.ReceiveAsync("high")).Data.GetProperty("value").GetInt32());
        Assert.Equal(10, Assert.Single(await _case.ReceiveAsync("low")).Data.GetProperty("value").GetInt32());
    }

    private static object Plan(int includedMinutes) =>
        new { name = "Plan", monthlyFee = 1, currency = "EUR", includedMinutes, pricePerMinute = 0 };

    private static IEnumerable<string?> Periods(IEnumerable<ReceivedCall> calls) => calls.Select(c => c.Data.GetProperty("period").GetString());

    private static void AssertEvent(string type, string data, ReceivedCall call)
    {
        Assert.Equal(["type", "id", "timestamp", "data"], call.Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal((type, "2024-02-01T00:00:00Z"), (call.Type, call.Json.GetProperty("timestamp").GetString()));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(data), call.Data), call.Body);
    }
}
