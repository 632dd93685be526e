using System.Net;
using static UsageCluster.Gateway.Tests.Ingest.EventJson;

namespace UsageCluster.Gateway.Tests.Ingest;

public sealed class IngestFormsTests : IAsyncLifetime
{
    private IngestServer _server = null!;

    public async Task InitializeAsync() => _server = await IngestServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_form_of_a_call_books_its_events()
    {
        (string Body, string ContentType)[] forms =
        [
            (Event("one"), "application/json"),
            ($"[{Event("array")}]", "application/json; charset=utf-8"),
            (Event("line") + "\n", "application/x-ndjson"),
            (CloudEvent("structured"), "application/cloudevents+json; charset=UTF-8"),
            ($"[{CloudEvent("batch")}]", "application/cloudevents-batch+json"),
        ];

        foreach (var (body, contentType) in forms)
        {
            var answer = await _server.SendAsync("/ingest/events", body, contentType);
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
            Assert.Equal((1, 0, 0), answer.Counts());
        }

        var binary = await _server.SendAsync(
            "/ingest/events", """{"durationSeconds":60}""", "application/json", ("ce-specversion", "1.0"), ("ce-id", "binary"), ("ce-source", "/m"),
            ("ce-type", "interview_minutes"), ("ce-subject", "c"), ("ce-time", OccurredAt));
        Assert.Equal((1, 0, 0), binary.Counts());
        Assert.Equal(forms.Length + 1, await _server.BookedAsync());
    }

    [Fact]
    public async Task The_answer_has_a_result_for_each_event_in_order()
    {
        await _server.Server.Provision.CompanyAsync("d", "Another");

        var answer = await _server.IngestAsync(
            $"[{Event("1")},{Event("2", "d")},{Event("1")},{Event("3", "nobody")},5,{Event("4", durationSeconds: "\"60\"")},{Event("2", "c")},{Event("1", durationSeconds: "61")}]");

        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal(["accepted", "duplicates", "rejected", "results"], answer.Json.EnumerateObject().Select(m => m.Name));
        Assert.Equal((3, 1, 4), answer.Counts());
        Assert.Equal(
            ["accepted", "accepted", "duplicate", "unknown_company:companyId", "not_an_object", "invalid_field:durationSeconds", "accepted",
                "conflicting_duplicate:eventId"],
            answer.Results());
        Assert.Equal(
            ["1", "2", "1", "3", null, "4", "2", "1"], answer.Json.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("eventId").GetString()));
    }

    [Fact]
    public async Task One_bad_event_among_ten_thousand_is_rejected_alone()
    {
        var events = Enumerable.Range(0, 10_000).Select(i => Event($"e{i}", durationSeconds: i == 4_321 ? "-1" : "60"));

        var answer = await _server.IngestAsync($"[{string.Join(",", events)}]");

        Assert.Equal((9_999, 0, 1), answer.Counts());
        Assert.Equal("invalid_field:durationSeconds", answer.Results()[4_321]);
        Assert.Equal(9_999, await _server.BookedAsync());
    }

    [Fact]
    public async Task Events_of_many_companies_are_booked_in_one_call()
    {
        for (var i = 0; i < 150; i++)
            await _server.Server.Provision.CompanyAsync($"m{i}", "Many");

        var answer = await _server.IngestAsync("[" + string.Join(",", Enumerable.Range(0, 600).Select(i => Event($"e{i}", $"m{i % 150}"))) + "]");

        Assert.Equal((600, 0, 0), answer.Counts());
        Assert.Equal(4, await _server.BookedAsync("m149"));
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_happen_and_books_nothing()
    {
        var dry = await _server.IngestAsync($"[{Event("1")},{Event("2", "nobody")},{Event("1")}]", "?dryRun=true");

        Assert.Equal(["accepted", "unknown_company:companyId", "duplicate"], dry.Results());
        Assert.Equal(0, await _server.BookedAsync());
        Assert.Equal((1, 0, 0), (await _server.IngestAsync(Event("1"), "?dryRun=true")).Counts());
        Assert.Equal((1, 0, 0), (await _server.IngestAsync(Event("1"), "?dryRun=false")).Counts());
        Assert.Equal((0, 1, 0), (await _server.IngestAsync(Event("1"), "?dryRun=true")).Counts());
        Assert.Equal(1, await _server.BookedAsync());
    }

    [Fact]
    public async Task A_meter_client_gets_204_or_the_rejected_ones()
    {
        const string Path = "/api/v1/events";
        var good = await _server.SendAsync(Path, CloudEvent("1"), "application/cloudevents+json");
        var again = await _server.SendAsync(Path, $"[{CloudEvent("1")},{CloudEvent("2")}]", "application/cloudevents-batch+json");
        var plain = await _server.SendAsync(Path, CloudEvent("2"), "application/json");
        var mixed = await _server.SendAsync(
            Path, $"[{CloudEvent("3")},{CloudEvent("4", "nobody")},7,{CloudEvent("5", durationSeconds: "\"1\"")}]", "application/cloudevents-batch+json");

        Assert.Equal(HttpStatusCode.NoContent, good.Status);
        Assert.Empty(good.Body);
        Assert.Equal(HttpStatusCode.NoContent, again.Status);
        Assert.Equal(HttpStatusCode.NoContent, plain.Status);
        mixed.IsProblem(HttpStatusCode.BadRequest, "events_rejected");
        Assert.Equal(["[1].subject", "[2]", "[3].data.durationSeconds"], mixed.Fields);
        Assert.Equal(3, await _server.BookedAsync());
    }

    [Fact]
    public async Task A_meter_clients_event_in_binary_mode_is_booked()
    {
        (string, string)[] attributes = [("ce-specversion", "1.0"), ("ce-id", "b"), ("ce-source", "/m"), ("ce-type", "interview_minutes")];
        var without = await _server.SendAsync("/api/v1/events", """{"durationSeconds":60}""", "application/json", attributes);
        var with = await _server.SendAsync("/api/v1/events", """{"durationSeconds":60}""", "application/json", [.. attributes, ("ce-subject", "c")]);

        Assert.Equal(["subject"], without.IsProblem(HttpStatusCode.BadRequest, "events_rejected").Fields);
        Assert.Equal(HttpStatusCode.NoContent, with.Status);
        Assert.Equal(1, await _server.BookedAsync());
    }
}
