using System.Globalization;
using System.Net;
using System.Text.Json;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Monthly;

public sealed class MonthlyRowTests(SharedServer shared) : MonthlyCase(shared)
{
    private static readonly JsonElement Fields =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "monthly-usage-fields.json"))).RootElement;

    [Fact]
    public async Task Rows_stand_by_month_company_product_and_id_with_figures_of_their_own()
    {
        var rows = Rows(await GetAsync("?from=2023-12&to=2024-01"));

        Assert.Equal(
            [
                "2023-12 alpha requests:agent USD REQUESTS 2 2 4 minutes",
                "2024-01 alpha P-CALL EUR SECONDS 0.0125 7 0.0875 phone",
                "2024-01 alpha interview_minutes:agent XXX MINUTES 0 1 0 minutes",
                "2024-01 alpha interview_minutes:screening XXX MINUTES 0 1.5 0 minutes",
                "2024-01 beta P-CALL XXX OTHER 0 1.5 0 phone",
            ],
            rows.Select(r => string.Join(
                ' ',
                new[] { "month", "account_id", "product_id", "currency", "unit", "price", "number_of_units", "total_amount", "wallet_name" }.Select(f => Text(r, f)))));
    }

    [Fact]
    public async Task Every_field_is_there_and_of_the_kinds_that_the_source_has()
    {
        var rows = Rows(await GetAsync("?from=2023-12&to=2024-01"));

        Assert.All(rows, row =>
        {
            Assert.Equal(
                Fields.GetProperty("fields").EnumerateObject().Select(f => f.Name).Append("_links").Order(StringComparer.Ordinal),
                row.EnumerateObject().Select(f => f.Name).Order(StringComparer.Ordinal));
            foreach (var name in new[] { "type", "direction", "resolution", "unit" })
                Assert.Contains(Fields.GetProperty(name).EnumerateArray(), v => v.GetRawText() == row.GetProperty(name).GetRawText());
            Assert.Matches("^[0-9a-f]{32}$", Text(row, "id"));
        });
        Assert.Equal(rows.Length, rows.Select(r => Text(r, "id")).Distinct().Count());
        Assert.Equal(["INBOUND", "ANSWERED"], new[] { "direction", "resolution" }.Select(f => Text(rows.Single(r => Text(r, "number_of_units") == "1.5" && Text(r, "unit") == "MINUTES"), f)));
    }

    [Fact]
    public async Task A_row_answers_at_its_link()
    {
        foreach (var row in Rows(await GetAsync("?from=2023-12&to=2024-01")))
        {
            var path = Href(row.GetProperty("_links"), "self")!;

            Assert.Equal($"/billing/usage/monthly/{Text(row, "account_id")}/{Text(row, "month")}/{Text(row, "id")}", path);
            Assert.Equal(row.GetRawText(), (await GetAsync("", path)).GetRawText());
            Assert.Equal(row.GetRawText(), (await GetAsync("", "/v1" + path)).GetRawText());
        }
    }

    [Fact]
    public async Task A_row_that_is_not_there_or_not_to_be_seen_is_a_problem()
    {
        var key = await AtsAsync();
        const string None = "00000000000000000000000000000000";

        (await Api.GetAsync(key, "/billing/usage/monthly/alpha/2024-01/" + None)).IsProblem(HttpStatusCode.NotFound, "usage_row_not_found");
        (await Api.GetAsync(key, "/billing/usage/monthly/foreign/2024-01/" + None)).IsProblem(HttpStatusCode.Forbidden, "company_not_accessible");
        (await Api.GetAsync(key, "/billing/usage/monthly/alpha/2024-13/" + None)).IsProblem(HttpStatusCode.BadRequest, "invalid_path");
        (await Api.GetAsync(key, "/billing/usage/monthly/al%20pha/2024-01/" + None)).IsProblem(HttpStatusCode.BadRequest, "invalid_path");
    }

    [Fact]
    public async Task A_month_is_split_where_the_price_changes()
    {
        await AtsAsync();
        const string First = """{"countsAsInterview":false,"price":1,"currency":"USD"}""";
        Assert.Equal(HttpStatusCode.Created, (await Api.PutAsync(GatewayServer.AdminKey, "/admin/cost-keys/split", First)).Status);
        await Server.Provision.CompanyAsync("split", "Split");
        await Server.Provision.UseAsync("split", "2024-01-31T23:59:59.9999999", 60, "split");
        Server.Time.Set(new DateTimeOffset(2024, 2, 10, 0, 0, 0, TimeSpan.Zero));
        const string Second = """{"countsAsInterview":false,"price":3,"currency":"USD"}""";
        Assert.Equal(HttpStatusCode.OK, (await Api.PutAsync(GatewayServer.AdminKey, "/admin/cost-keys/split", Second)).Status);
        foreach (var at in new[] { "2024-02-01", "2024-02-09T23:59:59.9999999", "2024-02-10" })
            await Server.Provision.UseAsync("split", at, 30, "split");

        var answer = await Api.GetAsync(GatewayServer.AdminKey, "/billing/usage/monthly?companyId=split&from=2024-01&to=2024-02");

        var rows = Rows(answer.Json).Select(r => (Text(r, "month"), Price: Text(r, "price"), Text(r, "number_of_units"), Text(r, "total_amount")));
        Assert.Equal(
            [("2024-01", "1", "1", "1"), ("2024-02", "1", "1", "1"), ("2024-02", "3", "0.5", "1.5")],
            rows.OrderBy(r => r.Item1, StringComparer.Ordinal).ThenBy(r => r.Price, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_the_catalogue_has_no_price_the_plan_of_the_instant_has_one_and_the_month_is_split_where_that_changes()
    {
        await AtsAsync();
        await PutAsync("plans/p-minutes", """{"name":"A","monthlyFee":1,"currency":"EUR","includedMinutes":100,"pricePerMinute":0.2}""");
        await PutAsync("plans/p-same", """{"name":"B","monthlyFee":2,"currency":"EUR","includedMinutes":0,"pricePerMinute":0.2}""");
        await PutAsync("plans/p-credits", """{"name":"C","monthlyFee":3,"currency":"USD","includedCredits":1,"pricePerCredit":0.1}""");
        await Server.Provision.CompanyAsync("planned", "Planned");
        foreach (var (plan, since) in new[] { ("p-minutes", "2024-01-10"), ("p-same", "2024-01-15"), ("p-credits", "2024-01-20") })
            await PutAsync("companies/planned/plan", $$"""{"planId":"{{plan}}","effectiveFrom":"{{since}}"}""");
        await Server.Provision.CompanyAsync("planned", "Planned", "credits", "2024-01-25");
        foreach (var at in new[] { "2024-01-09T23:59:59.9999999", "2024-01-10", "2024-01-15", "2024-01-20", "2024-01-25" })
            await Server.Provision.UseAsync("planned", at, 60);
        await Server.Provision.UseAsync("planned", "2024-01-10", 60, "calls");

        var rows = Rows((await Api.GetAsync(GatewayServer.AdminKey, "/billing/usage/monthly?companyId=planned&from=2024-01&to=2024-01")).Json);
        var history = (await Api.GetAsync(GatewayServer.AdminKey, "/billing/history?companyId=planned")).Json.GetProperty("data").EnumerateArray();

        Assert.Equal(
            ["P-CALL EUR SECONDS 0.0125 60 0.75", "interview_minutes:agent EUR MINUTES 0.2 2 0.4", "interview_minutes:agent USD OTHER 0.1 1.5 0.15", "interview_minutes:agent XXX MINUTES 0 2 0"],
            rows.Select(r => string.Join(' ', new[] { "product_id", "currency", "unit", "price", "number_of_units", "total_amount" }.Select(f => Text(r, f)))).Order(StringComparer.Ordinal));
        Assert.Equal(["1.5", "0", "0.2", "0.2", "0.75", "0"], history.Select(r => Text(r, "cost")));
    }

    [Fact]
    public async Task A_month_is_split_where_the_plan_has_a_new_version()
    {
        await AtsAsync();
        await PutAsync("plans/p-new", """{"name":"A","monthlyFee":1,"currency":"EUR","includedMinutes":100,"pricePerMinute":0.2}""");
        await Server.Provision.CompanyAsync("versioned", "Versioned");
        await PutAsync("companies/versioned/plan", """{"planId":"p-new","effectiveFrom":"2024-01-10"}""");
        var now = Server.Time.GetUtcNow();
        Server.Time.Advance(TimeSpan.FromDays(1));
        await PutAsync("plans/p-new", """{"name":"A","monthlyFee":1,"currency":"EUR","includedMinutes":100,"pricePerMinute":0.3}""");
        await Server.Provision.UseAsync("versioned", now.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture), 60);
        await Server.Provision.UseAsync("versioned", now.AddDays(1).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture), 60);

        var month = now.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var rows = Rows((await Api.GetAsync(GatewayServer.AdminKey, $"/billing/usage/monthly?companyId=versioned&from={month}&to={month}")).Json);

        Assert.Equal(["0.2", "0.3"], rows.Select(r => Text(r, "total_amount")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_amount_is_rounded_once_from_the_exact_units()
    {
        await AtsAsync();
        const string Body = """{"countsAsInterview":false,"price":0.1,"currency":"USD"}""";
        Assert.Equal(HttpStatusCode.Created, (await Api.PutAsync(GatewayServer.AdminKey, "/admin/cost-keys/exact", Body)).Status);
        await Server.Provision.CompanyAsync("exact", "Exact");
        await Server.Provision.UseAsync("exact", "2024-01-10", 0.001m, "exact");
        await Server.Provision.UseAsync("exact", "2024-01-10", 200.002m, "exact");

        var answer = await Api.GetAsync(GatewayServer.AdminKey, "/billing/usage/monthly?companyId=exact&from=2024-01&to=2024-01");

        var row = Assert.Single(Rows(answer.Json));
        Assert.Equal("3.333383", row.GetProperty("number_of_units").GetRawText());
        Assert.Equal((0.1m * 200_003m / 60_000m).ToString("F6", CultureInfo.InvariantCulture), row.GetProperty("total_amount").GetDecimal().ToString("F6", CultureInfo.InvariantCulture));
    }

    private async Task PutAsync(string path, string body)
    {
        var answer = await Api.PutAsync(GatewayServer.AdminKey, "/admin/" + path, body);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, answer.Text);
    }
}
