using System.Globalization;
using System.Net;
using UsageCluster.Gateway.Tests.Admin;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.History;

public sealed class HistoryExportTests : AdminServerTests
{
    [Fact]
    public async Task Csv_has_exact_signed_numbers_and_no_cell_that_a_spreadsheet_runs()
    {
        await CompaniesAsync("c");
        await PutWellAsync("plans/p", """{"name":"P","monthlyFee":0,"currency":"EUR","includedMinutes":0,"pricePerMinute":0.5}""");
        await PutWellAsync("companies/c/plan", """{"planId":"p","effectiveFrom":"2024-01-01"}""");
        var runtime = (await Server.Provision.KeyAsync("runtime", null)).Text;
        await Server.Api.PostAsync(
            runtime, "/ingest/events",
            """{"eventId":"=1+1","companyId":"c","occurredAt":"2024-01-10","durationSeconds":90.5,"interviewId":"@x, y","agentFocus":"screening"}""");
        await PostAsync("companies/c/corrections", """{"id":"v","eventId":"=1+1","kind":"void","reason":"r"}""");

        var answer = await GetAllAsync("text/csv", "companyId=c");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(("text/csv; charset=utf-8", null), (answer.ContentType, answer.ETag));
        Assert.Equal(
            "id,kind,corrects,cost,duration,product,unit,quantity,billingSystem,costKey,occurredAt,recordedAt,interviewId,eventId,companyId\r\n"
            + "c!0000000004,usage,,0.754167,91,screening,audio,1.508333,minutes,interview_minutes,2024-01-10T00:00:00Z,2024-02-01T00:00:00Z,"
            + "\"'@x, y\",\"'=1+1\",c\r\n"
            + "c!0000000005,void,c!0000000004,-0.754167,-91,screening,audio,-1.508333,minutes,interview_minutes,2024-01-10T00:00:00Z,2024-02-01T00:00:00Z,"
            + ",\"'=1+1\",c\r\n",
            answer.Text);
    }

    [Fact]
    public async Task Each_form_carries_all_rows_of_an_ATS_in_the_order_of_the_pages_whatever_the_page()
    {
        await CompaniesAsync("a", "b", "empty", "other");
        await Server.Provision.AtsAsync("ats", "b", "a", "empty");
        // More of one company than are held of each, and rows of one instant.
        for (var day = 1; day <= 9; day++)
        {
            foreach (var company in (string[])["a", "b", "other"])
            {
                var at = string.Create(CultureInfo.InvariantCulture, $"2024-01-{(day * 7 % 10) + 1:00}");
                await Server.Provision.UseAsync(company, at, 60, repeat: company == "a" ? 6 : 2);
            }
        }

        var key = (await Server.Provision.KeyAsync("ats", "ats")).Text;
        var paged = (await Server.Api.GetAsync(key, "/billing/history?pageSize=100")).Json.GetProperty("data").EnumerateArray().ToArray();
        var lines = Lines(await GetAllAsync("application/x-ndjson", "pageSize=1&page=2", key));
        var records = Lines(await GetAllAsync("text/csv", "", key));

        Assert.Equal(72, paged.Length);
        Assert.Equal(paged.Select(r => r.GetRawText()), lines);
        Assert.Equal(paged.Select(r => r.GetProperty("id").GetString()), records.Skip(1).Select(r => r.Split(',')[0]));
    }

    [Fact]
    public async Task A_range_a_foreign_company_and_bad_paging_are_as_for_pages_and_nothing_is_an_empty_export()
    {
        await CompaniesAsync("c", "d");
        await Server.Provision.UseAsync("c", "2024-01-10", 60);
        await Server.Provision.AtsAsync("ats", "c");
        await Server.Provision.AtsAsync("nobody");
        var key = (await Server.Provision.KeyAsync("ats", "ats")).Text;

        Assert.Single(Lines(await GetAllAsync("application/x-ndjson", "from=2024-01-10&to=2024-01-11", key)));
        Assert.Equal("", (await GetAllAsync("application/x-ndjson", "from=2024-01-11", key)).Text);
        Assert.Single(Lines(await GetAllAsync("text/csv", "", (await Server.Provision.KeyAsync("ats", "nobody")).Text)));
        (await GetAllAsync("text/csv", "companyId=d", key)).IsProblem(HttpStatusCode.Forbidden, "company_not_accessible");
        (await GetAllAsync("text/csv", "page=0", key)).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter");
    }

    [Fact]
    public async Task Head_has_the_headers_alone()
    {
        await CompaniesAsync("c");
        await Server.Provision.UseAsync("c", "2024-01-10", 60);

        var answer = await Server.Api.HeadAsync(GatewayServer.AdminKey, "/billing/history?companyId=c", ("Accept", "text/csv"), ("Accept-Encoding", "gzip"));

        Assert.Equal(
            (HttpStatusCode.OK, "text/csv; charset=utf-8", "gzip", 0), (answer.Status, answer.ContentType, answer.Header("Content-Encoding"), answer.Body.Length));
    }

    private static string[] Lines(Answer answer) => answer.Text.TrimEnd('\n').Split('\n');

    private Task<Answer> GetAllAsync(string media, string query, string key = GatewayServer.AdminKey) =>
        Server.Api.GetAsync(key, "/billing/history?" + query, ("Accept", media));
}
