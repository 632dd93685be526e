using System.Globalization;
using System.Net;
using System.Text.Json;
using UsageCluster.Gateway.Tests.Admin;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Billing;

public sealed class TransactionExportTests : AdminServerTests
{
    [Fact]
    public async Task Csv_has_exact_numbers_empty_cells_for_nulls_and_no_cell_that_a_spreadsheet_runs()
    {
        await CompaniesAsync("c");
        await PostWellAsync("c", """{"id":"=1+1","type":"topup","amount":100.5,"currency":"credits","description":"-2, \"x\""}""");
        Server.Time.Advance(TimeSpan.FromSeconds(1));
        await PostWellAsync("c", """{"id":"r","type":"refund","amount":-0.000001,"currency":"EUR","reference":"\uFF1D1"}""");

        var answer = await GetAllAsync("text/csv", "companyId=c");

        Assert.Equal("text/csv; charset=utf-8", answer.ContentType);
        Assert.Null(answer.ETag);
        Assert.Equal(
            "id,type,amount,currency,balanceAfter,createdAt,description,reference,companyId\r\n"
            + "r,refund,-0.000001,EUR,,2024-02-01T00:00:01Z,,'\uFF1D1,c\r\n"
            + "\"'=1+1\",topup,100.5,credits,100.5,2024-02-01T00:00:00Z,\"'-2, \"\"x\"\"\",,c\r\n",
            answer.Text);
    }

    [Fact]
    public async Task Each_form_carries_all_rows_of_an_ATS_in_the_order_of_the_pages_whatever_the_page()
    {
        await CompaniesAsync("a", "b", "empty", "other");
        await Server.Provision.AtsAsync("ats", "b", "a", "empty");
        // More of one company than are held of each.
        for (var i = 0; i < 45; i++)
        {
            foreach (var company in (string[])(i % 4 == 0 ? ["a", "b", "other"] : ["a"]))
                await PostWellAsync(company, string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{i}}","type":"grant","amount":1,"currency":"credits"}"""));
            Server.Time.Advance(TimeSpan.FromSeconds(i % 3));
        }

        var key = (await Server.Provision.KeyAsync("ats", "ats")).Text;
        var paged = (await Server.Api.GetAsync(key, "/billing/transactions?pageSize=100")).Json.GetProperty("data").EnumerateArray().ToArray();
        var lines = Lines(await GetAllAsync("application/x-ndjson", "pageSize=1&page=2", key));
        var records = Lines(await GetAllAsync("text/csv", "pageSize=1", key));

        Assert.Equal(57, paged.Length);
        Assert.Equal(paged.Select(r => r.GetRawText()), lines);
        Assert.Equal(paged.Select(r => Text(r, "id") + Text(r, "companyId")), records.Skip(1).Select(r => r.Split(',')).Select(c => c[0] + c[^1].TrimEnd('\r')));
    }

    [Fact]
    public async Task A_range_a_foreign_company_and_bad_paging_are_as_for_pages()
    {
        await CompaniesAsync("c", "d");
        await PostWellAsync("c", """{"id":"1","type":"grant","amount":1,"currency":"EUR"}""");
        Server.Time.Advance(TimeSpan.FromSeconds(1));
        await PostWellAsync("c", """{"id":"2","type":"grant","amount":1,"currency":"EUR"}""");
        await Server.Provision.AtsAsync("ats", "c");
        var key = (await Server.Provision.KeyAsync("ats", "ats")).Text;

        var line = Assert.Single(Lines(await GetAllAsync("application/x-ndjson", "to=2024-02-01T00:00:01Z", key)));

        Assert.Equal("1", Text(JsonDocument.Parse(line).RootElement, "id"));
        (await GetAllAsync("text/csv", "companyId=d", key)).IsProblem(HttpStatusCode.Forbidden, "company_not_accessible");
        (await GetAllAsync("text/csv", "page=0", key)).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter");
        (await GetAllAsync("text/html", "", key)).IsProblem(HttpStatusCode.NotAcceptable, "not_acceptable");
    }

    private static string[] Lines(Answer answer) => answer.Text.TrimEnd('\n').Split('\n');

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private Task<Answer> GetAllAsync(string media, string query, string key = GatewayServer.AdminKey) =>
        Server.Api.GetAsync(key, "/billing/transactions?" + query, ("Accept", media));

    private async Task PostWellAsync(string company, string body) =>
        Assert.Equal(HttpStatusCode.Created, (await PostAsync($"companies/{company}/transactions", body)).Status);
}
