using System.Globalization;
using System.Text;
using UsageCluster.Http.Tests.Support;

namespace UsageCluster.Http.Tests.Sockets;

/// <summary>Requests that are odd, but mean one thing only; and bytes that are no requests.</summary>
public sealed class FramingTests(SharedHttpServer shared) : IClassFixture<SharedHttpServer>
{
    [Fact]
    public async Task Requests_sent_at_once_are_answered_in_order()
    {
        const int Count = 200;
        var requests = new StringBuilder();
        for (var i = 0; i < Count; i++)
            requests.Append(RawRequest.Get(string.Create(CultureInfo.InvariantCulture, $"/nothing/{i}")));
        using var connection = await RawConnection.OpenAsync(shared.Server.Url);

        var sending = connection.SendAsync(requests.ToString());
        for (var i = 0; i < Count; i++)
        {
            var answer = await connection.ReadAsync();
            Assert.Equal(404, answer!.Status);
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"/nothing/{i}"), answer.Json.GetProperty("instance").GetString());
        }

        await sending;
    }

    [Fact]
    public async Task A_client_that_ends_sending_is_answered_or_taken_for_gone_and_holds_nothing()
    {
        var answers = await RawConnection.ExchangeAsync(shared.Server.Url, RawRequest.Get("/admin/companies"), hangUp: true);

        Assert.Matches("^($|HTTP/1.1 200 )", answers);
    }

    [Fact]
    public async Task A_body_that_is_cut_off_books_nothing()
    {
        await shared.Server.Admin.PutAsync("/admin/companies/cut", new { companyName = "Cut", billingSystem = "minutes" });
        var events = """[{"eventId":"e","companyId":"cut","occurredAt":"2024-01-01","durationSeconds":60}]""";
        string[] framings = [$"Content-Length: {events.Length + 1}\r\n", "Transfer-Encoding: chunked\r\n"];
        foreach (var framing in framings)
        {
            var body = framing.StartsWith('T') ? string.Create(CultureInfo.InvariantCulture, $"{events.Length:x}\r\n{events}\r\n") : events;
            var ended = await RawConnection.ExchangeAsync(shared.Server.Url, RawRequest.Post(shared.RuntimeKey, framing, body), hangUp: true);
            Assert.DoesNotContain(" 200 ", ended, StringComparison.Ordinal);
            using var connection = await RawConnection.OpenAsync(shared.Server.Url);
            await connection.SendAsync(RawRequest.Post(shared.RuntimeKey, framing, body));
            connection.Reset();
        }

        var history = await shared.Server.Admin.GetAsync("/billing/history?companyId=cut");
        Assert.Equal(0, history.GetProperty("meta").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task A_client_that_asks_first_is_told_to_continue_and_then_answered()
    {
        using var connection = await RawConnection.OpenAsync(shared.Server.Url);
        await connection.SendAsync(RawRequest.Post(shared.RuntimeKey, "Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n", ""));

        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await connection.ReadHeadAsync());
        await connection.SendAsync("[]");
        Assert.Equal(200, (await connection.ReadAsync())!.Status);
    }

    [Fact]
    public async Task A_client_that_asks_first_is_refused_before_it_sends_its_body()
    {
        using var connection = await RawConnection.OpenAsync(shared.Server.Url);
        await connection.SendAsync("POST /ingest/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401 ", await connection.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0")]
    [InlineData("GET /healthz/live HTTP/1.1\nHost: x\n")]
    [InlineData("\0\0\0\0\r\n\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("GET /healthz/live\r\n\r\n")]
    [InlineData("GET  /healthz/live HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /healthz/live HTTP/1.1 \r\nHost: x\r\n\r\n")]
    [InlineData("GET /healthz/live HTTP/9.9\r\nHost: x\r\n\r\n")]
    [InlineData("GET /healthz/live http/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET healthz/live HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /healthz/\u0001live HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("G\u00cbT /healthz/live HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /healthz/live HTTP/1.1\r\n\r\n")]
    [InlineData("GET /healthz/live HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n")]
    [InlineData("GET /healthz/live HTTP/1.1\r\nHost: x y\r\n\r\n")]
    [InlineData("GET /healthz/live HTTP/1.1\r\nHost: x@y\r\n\r\n")]
    [InlineData("GET http://other/healthz/live HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("OPTIONS /healthz/live%00 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("CONNECT /healthz/live HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET * HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task What_is_no_request_is_refused_and_the_connection_closed(string bytes)
    {
        var answers = await RawConnection.ExchangeAsync(shared.Server.Url, bytes, hangUp: true);

        // A control character in a path is taken for itself, percent-encoded: nothing is there. Who hangs up may hear nothing.
        string[] refusals = ["HTTP/1.1 400 ", "HTTP/1.1 404 ", "HTTP/1.1 405 ", "HTTP/1.1 505 ", "\0\0"];
        Assert.True(answers.Length == 0 || refusals.Any(refusal => answers.StartsWith(refusal, StringComparison.Ordinal)), answers);
        Assert.DoesNotContain("\"status\":\"live\"", answers, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET http://x/healthz/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /healthz/live HTTP/1.0\r\n\r\n")]
    [InlineData("\r\n\r\nGET /healthz/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /healthz/live?# HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    public async Task Old_and_rare_forms_of_requests_are_taken(string bytes) =>
        Assert.StartsWith("HTTP/1.1 200 ", await RawConnection.ExchangeAsync(shared.Server.Url, bytes), StringComparison.Ordinal);

    [Theory]
    [InlineData("/admin/companies/a%00b", "", 400)]
    [InlineData("/admin/companies/%", "", 400)]
    [InlineData("/LONG", "", 414)]
    [InlineData("/admin/companies", "X-Long: LONG\r\n", 431)]
    [InlineData("/admin/companies", "MANY", 431)]
    public async Task Refusals_before_our_code_have_no_body_and_close_as_docs_errors_says(string target, string headers, int status)
    {
        var many = string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: x\r\n"));
        var request = RawRequest.Get(
            target.Replace("LONG", new string('x', 20_000), StringComparison.Ordinal),
            headers.Replace("LONG", new string('x', 20_000), StringComparison.Ordinal).Replace("MANY", many, StringComparison.Ordinal));
        using var connection = await RawConnection.OpenAsync(shared.Server.Url);
        await connection.SendAsync(request);

        var answer = await connection.ReadAsync();

        Assert.NotNull(answer);
        Assert.Equal(status, answer.Status);
        if (answer.Body.Length > 0)
        {
            Assert.Equal("application/problem+json", answer.MediaType);
            return;
        }

        Assert.True(answer.Closes, answer.Head);
        Assert.Equal("0", answer.Header("Content-Length"));
        Assert.Null(answer.MediaType);
    }
}
