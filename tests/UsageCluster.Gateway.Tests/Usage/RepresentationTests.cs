using System.IO.Compression;
using System.Net;
using System.Text;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Usage;

public sealed class RepresentationTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string January = "/billing/usage?start=2024-01-01&end=2024-02-01";

    private readonly GatewayServer _server = shared.Server;

    [Theory]
    [InlineData("application/json", "gzip")]
    [InlineData("application/json", "br")]
    [InlineData("text/csv", "gzip")]
    [InlineData("text/csv", "br")]
    [InlineData("application/x-ndjson", "gzip")]
    [InlineData("application/x-ndjson", "br")]
    public async Task A_coded_answer_decodes_to_the_plain_one(string media, string coding)
    {
        foreach (var key in new[] { await CompanyKeyAsync(), await AtsKeyAsync() })
        {
            var plain = await _server.Api.GetAsync(key, January, ("Accept", media));
            var coded = await _server.Api.GetAsync(key, January, ("Accept", media), ("Accept-Encoding", coding));

            Assert.Equal(coding, coded.Header("Content-Encoding"));
            Assert.Null(plain.Header("Content-Encoding"));
            Assert.Equal(plain.ContentType, coded.ContentType);
            Assert.Equal(plain.Text, Decode(coded.Body, coding));
        }
    }

    [Theory]
    [InlineData("/billing/usage")]
    [InlineData("/v1/billing/usage")]
    public async Task Both_prefixes_answer_alike(string path)
    {
        var key = await CompanyKeyAsync();

        var answer = await _server.Api.GetAsync(key, path + "?start=2024-01-01&end=2024-02-01");

        Assert.Equal((await _server.Api.GetAsync(key, January)).Text, answer.Text);
    }

    [Fact]
    public async Task Head_has_the_headers_of_get_and_no_body()
    {
        foreach (var (key, media, coding) in new[]
        {
            (await CompanyKeyAsync(), "application/json", "identity"),
            (await AtsKeyAsync(), "application/json", "identity"),
            (await CompanyKeyAsync(), "application/json", "gzip"),
            (await CompanyKeyAsync(), "text/csv", "identity"),
            (await AtsKeyAsync(), "application/x-ndjson", "br"),
        })
        {
            var get = await _server.Api.GetAsync(key, January, ("Accept", media), ("Accept-Encoding", coding));
            var head = await _server.Api.HeadAsync(key, January, ("Accept", media), ("Accept-Encoding", coding));

            Assert.Equal(HttpStatusCode.OK, head.Status);
            Assert.Empty(head.Body);
            foreach (var name in new[] { "ETag", "Cache-Control", "Vary", "Content-Type", "Content-Encoding" })
                Assert.Equal(get.Header(name), head.Header(name));
            if (media == "application/json" && coding == "identity")
                Assert.Equal(get.Body.Length, head.ContentHeaders.ContentLength);
        }
    }

    [Fact]
    public async Task Answers_are_private_and_vary_by_what_chose_them()
    {
        foreach (var media in new[] { "application/json", "text/csv", "application/x-ndjson" })
        {
            var answer = await _server.Api.GetAsync(await CompanyKeyAsync(), January, ("Accept", media));

            Assert.Equal("private, no-cache", answer.Header("Cache-Control"));
            Assert.Equal("Authorization, X-API-Key, Accept, Accept-Encoding", answer.Header("Vary"));
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Equal(media == "application/json", answer.ETag is not null);
        }
    }

    [Fact]
    public async Task Csv_has_a_row_per_bucket_and_one_without_cost_key_for_an_empty_company()
    {
        var answer = await _server.Api.GetAsync(await AtsKeyAsync(), January, ("Accept", "text/csv"));

        Assert.Equal("text/csv; charset=utf-8", answer.ContentType);
        Assert.Equal(
            "companyId,companyName,billingSystem,costKey,events,interviews,minutesUsed,creditsUsed\r\n"
            + "form-formula,\"'=HYPERLINK(\"\"x\"\"),y\",minutes,,0,0,0,\r\n"
            + "form-company,Forms,minutes,interview_minutes,2,2,0.666667,\r\n"
            + "form-company,Forms,minutes,other,1,0,1,\r\n"
            + "form-credits,Zed,credits,interview_minutes,1,1,,12.5\r\n",
            answer.Text);
    }

    [Theory]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@x", "\"'@x\"")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")]
    [InlineData("\uFF0B1", "'\uFF0B1")]
    [InlineData("\uFF0D1", "'\uFF0D1")]
    [InlineData("\uFF20x", "'\uFF20x")]
    [InlineData("a=1", "a=1")]
    [InlineData("\u6F22=\uFF1D", "\u6F22=\uFF1D")]
    public async Task Csv_quotes_a_name_that_a_spreadsheet_would_run(string name, string cell)
    {
        var id = string.Concat("run-", Convert.ToHexString(Encoding.UTF8.GetBytes(name)));
        await _server.Provision.CompanyAsync(id, name);
        var key = (await _server.Provision.KeyAsync("company", id)).Text;

        var answer = await _server.Api.GetAsync(key, January, ("Accept", "text/csv"));

        Assert.EndsWith($"\r\n{id},{cell},minutes,,0,0,0,\r\n", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@x", "\"'@x\"")]
    [InlineData("x=1", "x=1")]
    [InlineData("a \"b\", c", "\"a \"\"b\"\", c\"")]
    public async Task A_cell_that_could_run_is_quoted(string name, string cell)
    {
        await _server.Provision.CompanyAsync("form-cell", name);
        var key = (await _server.Provision.KeyAsync("company", "form-cell")).Text;

        var answer = await _server.Api.GetAsync(key, January, ("Accept", "text/csv"));

        Assert.Equal($"form-cell,{cell},minutes,,0,0,0,", answer.Text.Split("\r\n")[1]);
    }

    [Fact]
    public async Task Ndjson_has_a_line_per_entry_of_the_json_answer()
    {
        var key = await AtsKeyAsync();
        var json = await _server.Api.GetAsync(key, January);

        var answer = await _server.Api.GetAsync(key, January, ("Accept", "application/x-ndjson"));

        Assert.Equal("application/x-ndjson", answer.ContentType);
        Assert.EndsWith("\n", answer.Text, StringComparison.Ordinal);
        Assert.Equal(
            json.Json.GetProperty("data").GetProperty("companies").EnumerateArray().Select(c => c.GetRawText()),
            answer.Text.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("Accept", "text/html")]
    [InlineData("Accept", "application/json;q=0")]
    [InlineData("Accept-Encoding", "identity;q=0")]
    public async Task What_cannot_be_met_is_not_acceptable(string header, string value)
    {
        var answer = await _server.Api.GetAsync(await CompanyKeyAsync(), January, (header, value));

        answer.IsProblem(HttpStatusCode.NotAcceptable, "not_acceptable");
    }

    private static string Decode(byte[] body, string coding)
    {
        using var source = new MemoryStream(body);
        using Stream decoder = coding == "br" ? new BrotliStream(source, CompressionMode.Decompress) : new GZipStream(source, CompressionMode.Decompress);
        using var reader = new StreamReader(decoder, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private Task<string> CompanyKeyAsync() => shared.OnceAsync("company", async provision =>
    {
        await provision.CompanyAsync("form-company", "Forms");
        await provision.UseAsync("form-company", "2024-01-10", 20, repeat: 2);
        await provision.UseAsync("form-company", "2024-01-10", 60, "other");
        return (await provision.KeyAsync("company", "form-company")).Text;
    });

    private async Task<string> AtsKeyAsync()
    {
        await CompanyKeyAsync();
        return await shared.OnceAsync("ats", async provision =>
        {
            await provision.RuleAsync("*", 10, 5, 2.5m);
            await provision.CompanyAsync("form-formula", "=HYPERLINK(\"x\"),y");
            await provision.CompanyAsync("form-credits", "Zed", "credits");
            await provision.UseAsync("form-credits", "2024-01-10", 360);
            await provision.AtsAsync("form-ats", "form-company", "form-formula", "form-credits");
            return (await provision.KeyAsync("ats", "form-ats")).Text;
        });
    }
}
