using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using FsCheck;
using FsCheck.Fluent;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Billing;

/// <summary>
/// What one endpoint says adds up to what the others say (domain, I7), whatever was booked, corrected, switched and assigned in whatever order.
/// Lengths are such that no figure has more than three fraction digits, so that every sum of answers is exact.
/// </summary>
public sealed class SumsLawTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Range = "start=2023-11-01&end=2024-02-01";

    private static readonly string[] Months = ["2023-11", "2023-12", "2024-01"];

    private static readonly Gen<string> Instants = Gen.Elements(
        "2023-11-01T00:00:00Z",
        "2023-11-30T23:59:59.9999999Z",
        "2023-12-01T00:00:00Z",
        "2023-12-15T12:00:00Z",
        "2023-12-31T23:59:59.9999999Z",
        "2024-01-01T00:00:00Z",
        "2024-01-20T08:00:00Z");

    private static readonly Gen<string?> Foci = Gen.Elements((string?)null, "sales", "tech");
    private static readonly Gen<string> CostKeys = Gen.Elements("interview_minutes", "alpha", "calls");
    private static readonly Gen<decimal> Seconds = Gen.Elements(0m, 0.06m, 60m, 90m, 600.06m);

    private static readonly Gen<Step> Uses =
        from at in Instants
        from seconds in Seconds
        from costKey in CostKeys
        from focus in Foci
        from direction in Gen.Elements((string?)null, null, "INBOUND")
        from isTest in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (Step)new Use(at, seconds, costKey, focus, direction, isTest);

    private static readonly Gen<Step> Voids = from target in Gen.Choose(0, 100) select (Step)new Correction(target, true, null, null, null);

    private static readonly Gen<Step> Adjustments =
        from target in Gen.Choose(0, 100)
        from seconds in Seconds
        from costKey in Gen.OneOf(Gen.Constant((string?)null), CostKeys.Select(k => (string?)k))
        from focus in Foci
        select (Step)new Correction(target, false, seconds, costKey, focus);

    private static readonly Gen<Step> Switches =
        from at in Instants
        from system in Gen.Elements("minutes", "credits")
        select (Step)new Switch(at, system);

    private static readonly Gen<Step> Assignments =
        from at in Instants
        from plan in Gen.Elements("basic", "rounded", "wholesale")
        select (Step)new Assignment(at, plan);

    private static readonly Gen<Step[]> Stories =
        Gen.Frequency((8, Uses), (2, Voids), (3, Adjustments), (2, Switches), (1, Assignments)).ArrayOf().Resize(24);

    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private int _companies;
    private string _runtime = "";

    [Fact]
    public async Task Months_days_rows_transactions_and_plans_add_up_to_the_usage_report()
    {
        await PrepareAsync();
        Law.Holds(Stories, 60, HoldsAsync);
    }

    private static void Add<T>(Dictionary<T, decimal> sums, T key, decimal figure)
        where T : notnull
    {
        sums[key] = sums.GetValueOrDefault(key) + figure;
        if (sums[key] == 0)
            sums.Remove(key);
    }

    private static decimal Figure(JsonElement at, string name) => at.TryGetProperty(name, out var figure) ? figure.GetDecimal() : 0;

    private async Task HoldsAsync(Step[] story)
    {
        var company = string.Create(CultureInfo.InvariantCulture, $"c{++_companies}");
        var events = await TellAsync(company, story);

        var (report, booked) = await ReportAsync(company, Range);
        Assert.Equal(events, booked);
        var (months, amount) = await MonthlyAsync(company, Months[0], Months[^1]);
        Assert.Equal(report, months);
        Assert.Equal(report, await SeriesAsync(company, "day", Range));
        Assert.Equal(report, await SeriesAsync(company, "month", Range));
        Assert.Equal(report, await ExplainedAsync(company));
        var systems = new Dictionary<string, decimal>();
        foreach (var (key, figure) in report)
            Add(systems, key.Unit, figure);
        var (history, costs) = await HistoryAsync(company);
        Assert.Equal(systems, history);
        Assert.Equal((amount, systems.GetValueOrDefault("credits")), (costs.GetValueOrDefault("minutes"), costs.GetValueOrDefault("credits")));
        var transactions = await TransactionsAsync(company);
        Assert.Equal(systems.GetValueOrDefault("credits"), -transactions.GetValueOrDefault("credit_usage"));
        foreach (var month in Months)
        {
            Assert.Equal((await ReportAsync(company, RangeOf(month))).Figures, (await MonthlyAsync(company, month, month)).Figures);
            if (month != Months[^1])
                Assert.Equal(await OwedAsync(company, month), transactions.GetValueOrDefault(month));
        }
    }

    private static string RangeOf(string month)
    {
        var start = DateTime.ParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"start={start:yyyy-MM-dd}&end={start.AddMonths(1):yyyy-MM-dd}");
    }

    private async Task PrepareAsync()
    {
        await shared.Server.Provision.RuleAsync("*", 1.5m, 1, 2);
        await shared.Server.Provision.RuleAsync("sales", 0, 0, 0.5m);
        _runtime = (await shared.Server.Provision.KeyAsync("runtime")).Text;
        await PutAsync("cost-keys/calls", """{"countsAsInterview":true,"unit":"SECONDS","price":0.0125,"currency":"EUR"}""");
        await PutAsync("plans/basic", """{"name":"Basic","monthlyFee":31,"currency":"EUR","includedMinutes":1,"pricePerMinute":0.2}""");
        await PutAsync("plans/rounded", """{"name":"Rounded","monthlyFee":7,"currency":"EUR","includedMinutes":0,"pricePerMinute":3,"billingIncrementSeconds":60}""");
        await PutAsync("plans/wholesale", """{"name":"Wholesale","monthlyFee":100,"currency":"EUR","includedCredits":2,"pricePerCredit":0.1}""");
    }

    /// <summary>Does the steps one after the other.</summary>
    /// <returns>How many events count in the end.</returns>
    private async Task<int> TellAsync(string company, Step[] story)
    {
        await shared.Server.Provision.CompanyAsync(company, "A company");
        List<(string Id, bool IsTest)> open = [];
        for (var i = 0; i < story.Length; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{company}-{i}");
            switch (story[i])
            {
                case Use use:
                    var answer = await shared.Server.Api.PostAsync(_runtime, "/ingest/events", JsonSerializer.Serialize(new
                    {
                        eventId = id,
                        companyId = company,
                        occurredAt = use.At,
                        durationSeconds = use.Seconds,
                        costKey = use.CostKey,
                        agentFocus = use.Focus,
                        direction = use.Direction,
                        isTest = use.IsTest,
                    }, WithoutNulls));
                    Assert.Equal(1, answer.Json.GetProperty("accepted").GetInt32());
                    open.Add((id, use.IsTest));
                    break;
                case Correction correction when open.Count > 0:
                    var target = correction.Target % open.Count;
                    var body = JsonSerializer.Serialize(new
                    {
                        id,
                        eventId = open[target].Id,
                        kind = correction.IsVoid ? "void" : "adjust",
                        reason = "A test",
                        durationSeconds = correction.Seconds,
                        costKey = correction.CostKey,
                        agentFocus = correction.Focus,
                    }, WithoutNulls);
                    var made = await shared.Server.Api.PostAsync(GatewayServer.AdminKey, $"/admin/companies/{company}/corrections", body);
                    Assert.True(made.Status == HttpStatusCode.Created, made.Text);
                    if (correction.IsVoid)
                        open.RemoveAt(target);
                    break;
                case Switch change:
                    await shared.Server.Provision.CompanyAsync(company, "A company", change.System, change.At);
                    break;
                case Assignment assignment:
                    await PutAsync($"companies/{company}/plan", $$"""{"planId":"{{assignment.Plan}}","effectiveFrom":"{{assignment.At}}"}""");
                    break;
            }
        }

        return open.Count(e => !e.IsTest);
    }

    private async Task<(Dictionary<(string CostKey, string Unit), decimal> Figures, int Events)> ReportAsync(string company, string range)
    {
        var sums = new Dictionary<(string, string), decimal>();
        var events = 0;
        foreach (var entry in (await GetAsync($"/billing/usage?companyId={company}&{range}")).GetProperty("data").GetProperty("companies").EnumerateArray())
        {
            foreach (var bucket in entry.GetProperty("breakdownByCostKey").EnumerateArray())
            {
                var costKey = bucket.GetProperty("costKey").GetString()!;
                Add(sums, (costKey, "minutes"), Figure(bucket, "minutesUsed"));
                Add(sums, (costKey, "credits"), Figure(bucket, "creditsUsed"));
                events += bucket.GetProperty("events").GetInt32();
            }
        }

        return (sums, events);
    }

    /// <summary>Quantities, and what the minutes come to in money of any currency.</summary>
    private async Task<(Dictionary<(string, string), decimal> Figures, decimal Amount)> MonthlyAsync(string company, string from, string to)
    {
        var amount = 0m;
        var sums = new Dictionary<(string, string), decimal>();
        var page = await GetAsync($"/billing/usage/monthly?companyId={company}&from={from}&to={to}&per_page=500");
        var rows = page.GetProperty("_embedded").GetProperty("usage").EnumerateArray().ToArray();
        Assert.Equal(rows.Length, page.GetProperty("total").GetInt32());
        foreach (var row in rows)
        {
            var (unit, units) = (row.GetProperty("unit").GetString(), row.GetProperty("number_of_units").GetDecimal());
            Assert.Equal(decimal.Round(units * row.GetProperty("price").GetDecimal(), 6, MidpointRounding.AwayFromZero), row.GetProperty("total_amount").GetDecimal());
            Add(sums, (row.GetProperty("aggr_product_id").GetString()!, unit == "OTHER" ? "credits" : "minutes"), unit == "SECONDS" ? units / 60 : units);
            amount += unit == "OTHER" ? 0 : row.GetProperty("total_amount").GetDecimal();
        }

        return (sums, amount);
    }

    private async Task<Dictionary<(string, string), decimal>> SeriesAsync(string company, string granularity, string range)
    {
        var sums = new Dictionary<(string, string), decimal>();
        var query = $"companyId={company}&groupBy=agentFocus&groupBy=costKey&granularity={granularity}&{range}";
        foreach (var point in (await GetAsync("/billing/usage/series?" + query)).GetProperty("data").GetProperty("points").EnumerateArray())
        {
            var costKey = point.GetProperty("costKey").GetString()!;
            Add(sums, (costKey, "minutes"), Figure(point, "minutesUsed"));
            Add(sums, (costKey, "credits"), Figure(point, "creditsUsed"));
        }

        return sums;
    }

    /// <summary>The rows behind every cost key's figures.</summary>
    private async Task<Dictionary<(string, string), decimal>> ExplainedAsync(string company)
    {
        var sums = new Dictionary<(string, string), decimal>();
        foreach (var costKey in (string[])["interview_minutes", "alpha", "calls"])
        {
            foreach (var row in await PagesAsync($"/billing/usage/explain?companyId={company}&costKey={costKey}&{Range}"))
            {
                Add(sums, (costKey, "minutes"), Figure(row, "quantityMs") / 60_000);
                Add(sums, (costKey, "credits"), Figure(row, "quantityMicro") / 1_000_000);
            }
        }

        return sums;
    }

    /// <summary>Quantities and costs by system.</summary>
    private async Task<(Dictionary<string, decimal> Quantities, Dictionary<string, decimal> Costs)> HistoryAsync(string company)
    {
        var sums = new Dictionary<string, decimal>();
        var costs = new Dictionary<string, decimal>();
        foreach (var row in await PagesAsync($"/billing/history?companyId={company}&from=2023-11-01&to=2024-02-01"))
        {
            var unit = row.GetProperty("billingSystem").GetString()!;
            Add(sums, unit, row.GetProperty("quantity").GetDecimal());
            Add(costs, unit, row.GetProperty("cost").GetDecimal());
        }

        return (sums, costs);
    }

    /// <summary>Amounts by type, and by the month that they refer to.</summary>
    private async Task<Dictionary<string, decimal>> TransactionsAsync(string company)
    {
        var sums = new Dictionary<string, decimal>();
        foreach (var row in await PagesAsync($"/billing/transactions?companyId={company}"))
        {
            Add(sums, row.GetProperty("type").GetString()!, row.GetProperty("amount").GetDecimal());
            if (row.GetProperty("reference").GetString() is { } reference && Months.Contains(reference))
                Add(sums, reference, row.GetProperty("amount").GetDecimal());
        }

        return sums;
    }

    /// <summary>Fee and overage of a closed month.</summary>
    private async Task<decimal> OwedAsync(string company, string month)
    {
        var plan = (await GetAsync($"/billing/plan?companyId={company}&month={month}")).GetProperty("data");
        return plan.ValueKind == JsonValueKind.Null ? 0 : plan.GetProperty("fee").GetDecimal() + plan.GetProperty("overageCost").GetDecimal();
    }

    private async Task<List<JsonElement>> PagesAsync(string query)
    {
        var rows = new List<JsonElement>();
        for (string? next = ""; next is not null;)
        {
            var answer = await GetAsync($"{query}&pageSize=7{next}");
            rows.AddRange(answer.GetProperty("data").EnumerateArray());
            next = answer.GetProperty("meta").GetProperty("nextCursor").GetString() is { } cursor ? "&after=" + cursor : null;
            if (next is null)
                Assert.Equal(rows.Count, answer.GetProperty("meta").GetProperty("totalCount").GetInt32());
        }

        return rows;
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        var answer = await shared.Server.Api.GetAsync(GatewayServer.AdminKey, path);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    private async Task PutAsync(string path, string body)
    {
        var answer = await shared.Server.Api.PutAsync(GatewayServer.AdminKey, "/admin/" + path, body);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, answer.Text);
    }

    private abstract record Step;

    private sealed record Use(string At, decimal Seconds, string CostKey, string? Focus, string? Direction, bool IsTest) : Step;

    private sealed record Correction(int Target, bool IsVoid, decimal? Seconds, string? CostKey, string? Focus) : Step;

    private sealed record Switch(string At, string System) : Step;

    private sealed record Assignment(string At, string Plan) : Step;
}
