using System.Globalization;
using System.Net;
using System.Text;
using UsageCluster.Gateway.Tests.Support;
using static UsageCluster.Gateway.Tests.Ingest.EventJson;

namespace UsageCluster.Gateway.Tests.Ingest;

public sealed class IngestErrorsTests : IAsyncLifetime
{
    private IngestServer _server = null!;

    public async Task InitializeAsync() => _server = await IngestServer.StartAsync();

    public async Task DisposeAsync()
    {
        // Whatever a test sent: nothing of it is stored, and the server is well.
        Assert.Equal(0, await _server.BookedAsync());
        Assert.Equal((1, 0, 0), (await _server.IngestAsync(Event("good"))).Counts());
        Assert.Equal(HttpStatusCode.OK, (await _server.Api.GetAsync(null, "/healthz/ready")).Status);
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Only_a_key_with_the_scope_reports_usage()
    {
        var company = (await _server.Server.Provision.KeyAsync("company", "c")).Text;
        foreach (var path in new[] { "/ingest/events", "/api/v1/events" })
        {
            (await _server.Api.PostAsync(null, path, Event("1"))).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
            (await _server.Api.PostAsync(company, path, Event("1"))).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
            (await _server.Api.PostAsync(GatewayServer.AdminKey, path, Event("1"))).IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
        }

        (await _server.Api.PutAsync(_server.RuntimeKey, "/ingest/events", Event("1"))).IsProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_books_nothing()
    {
        foreach (var body in new[] { "", "nope", $"[{Event("1")}", $"[{Event("1")},", $"[{Event("1")}]x", $"[{Event("1")},{{\"eventId\":\"cu", "5", "\"x\"", "null" })
            (await _server.IngestAsync(body)).IsProblem(HttpStatusCode.BadRequest, "invalid_body");
        (await _server.SendAsync("/api/v1/events", $"[{CloudEvent("1")},", "application/cloudevents-batch+json")).IsProblem(HttpStatusCode.BadRequest, "invalid_body");
    }

    [Fact]
    public async Task A_body_in_another_encoding_books_nothing()
    {
        var text = $"[{Event("1")},{Event("é")}]";
        foreach (var bytes in new[] { Encoding.Unicode.GetBytes(text), Encoding.UTF32.GetBytes(text), Encoding.Latin1.GetBytes(text), [0xFF, 0xFE] })
            (await _server.IngestAsync(bytes, "application/json")).IsProblem(HttpStatusCode.BadRequest, "invalid_body");
    }

    [Fact]
    public async Task A_body_that_the_connection_cuts_off_books_nothing()
    {
        foreach (var body in new[] { Event("1"), Event("1")[..40], "" })
        {
            var answer = await RawHttp.SendAndHangUpAsync(
                _server.Server.Address, "POST /ingest/events HTTP/1.1", "Host: x", "Content-Type: application/json",
                "Authorization: Bearer " + _server.RuntimeKey, string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length + 10}"), "", body);

            Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Bad_events_are_rejected_by_their_fields()
    {
        (string Event, string Result)[] cases =
        [
            (Event("1", durationSeconds: "123456789012345678901234567890"), "invalid_field:durationSeconds"),
            (Event("1", durationSeconds: "-5"), "invalid_field:durationSeconds"),
            (Event("1", durationSeconds: "\"60\""), "invalid_field:durationSeconds"),
            (Event("1", durationSeconds: "1.2345"), "invalid_field:durationSeconds"),
            (Event("1").Replace("2024", "0000", StringComparison.Ordinal), "invalid_field:occurredAt"),
            (Event("1").Replace("2024", "2999", StringComparison.Ordinal), "occurred_in_future:occurredAt"),
            (Event("1", more: ",\"durationSeconds\":60"), "duplicate_member:durationSeconds"),
            (Event("1", more: ",\"x\":1,\"x\":2"), "duplicate_member:x"),
            (Event("1", "a/b"), "invalid_field:companyId"),
            (Event("1", "a\\u0000"), "invalid_field:companyId"),
            (Event("1", "nobody"), "unknown_company:companyId"),
            (Event("\\ud800"), "invalid_field:eventId"),
            (Event("a\\u0000b"), "invalid_field:eventId"),
            (Event("1", more: ",\"direction\":\"UP\""), "invalid_field:direction"),
            ("{}", "missing_field:eventId"),
            ("[]", "not_an_object"),
        ];

        var answer = await _server.IngestAsync("[" + string.Join(",", cases.Select(c => c.Event)) + "]");

        Assert.Equal((0, 0, cases.Length), answer.Counts());
        Assert.Equal(cases.Select(c => c.Result), answer.Results());
    }

    [Fact]
    public async Task Another_media_type_is_not_supported()
    {
        foreach (var contentType in new[] { null, "text/plain", "application/xml", "application/json; charset=utf-16", "multipart/form-data; boundary=x" })
        {
            (await _server.SendAsync("/ingest/events", Event("1"), contentType)).IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
            (await _server.SendAsync("/api/v1/events", CloudEvent("1"), contentType)).IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        }

        using var compressed = Content(Event("1"), "application/json");
        compressed.Headers.ContentEncoding.Add("gzip");
        (await _server.Api.SendAsync(HttpMethod.Post, _server.RuntimeKey, "/ingest/events", compressed))
            .IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task Too_many_events_or_bytes_are_refused_as_a_whole()
    {
        var events = string.Join(",", Enumerable.Range(0, 10_001).Select(i => Event($"e{i}")));
        (await _server.IngestAsync($"[{events}]")).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too_many_events");

        var large = Encoding.UTF8.GetBytes($"[{Event("1")}]" + new string(' ', 8 * 1024 * 1024));
        (await _server.IngestAsync(large, "application/json")).IsProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        using var chunked = Content(large, "application/json");
        chunked.Headers.ContentLength = null;
        (await _server.Api.SendAsync(HttpMethod.Post, _server.RuntimeKey, "/ingest/events", chunked, ("Transfer-Encoding", "chunked")))
            .IsProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task A_bad_query_is_refused()
    {
        foreach (var query in new[] { "?dryRun=yes", "?dryRun=", "?dryRun=True", "?dryRun=true&dryRun=true" })
            Assert.Equal(["dryRun"], (await _server.IngestAsync(Event("1"), query)).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
    }
}
