using static UsageCluster.Gateway.Tests.Ingest.EventJson;

namespace UsageCluster.Gateway.Tests.Ingest;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private IngestServer _server = null!;

    public async Task InitializeAsync() => _server = await IngestServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task The_same_event_in_other_words_is_a_duplicate()
    {
        await _server.IngestAsync(Event("e"));

        var again = await _server.IngestAsync($$"""
            [{"isTest":false,"costKey":"interview_minutes","durationSeconds":60.000,"occurredAt":"2024-01-10T11:00:00.0+02:00","companyId":"c","eventId":"e"},
             {"eventId":"\u0065","companyId":"c","occurredAt":"2024-01-10T09:00","durationSeconds":6e1,"agentFocus":null,"other":1}]
            """);
        var cloud = await _server.SendAsync("/ingest/events", CloudEvent("e"), "application/cloudevents+json");
        var timeless = await _server.SendAsync(
            "/ingest/events", CloudEvent("e").Replace($"\"time\":\"{OccurredAt}\",", "", StringComparison.Ordinal), "application/cloudevents+json");

        Assert.Equal((0, 2, 0), again.Counts());
        Assert.Equal((0, 1, 0), cloud.Counts());
        Assert.Equal((0, 1, 0), timeless.Counts());
        Assert.Equal(1, await _server.BookedAsync());
    }

    [Fact]
    public async Task The_same_id_with_other_content_conflicts_and_the_first_stays()
    {
        await _server.IngestAsync(Event("e"));

        var answer = await _server.IngestAsync(
            $"[{Event("e", durationSeconds: "61")},{Event("e", more: ",\"isTest\":true")},{Event("e", more: ",\"agentFocus\":\"x\"")},{Event("e")}]");

        Assert.Equal(
            ["conflicting_duplicate:eventId", "conflicting_duplicate:eventId", "conflicting_duplicate:eventId", "duplicate"], answer.Results());
        Assert.Equal(1, await _server.BookedAsync());
    }

    [Fact]
    public async Task Ids_are_compared_exactly_and_within_their_company()
    {
        await _server.Server.Provision.CompanyAsync("d", "Another");

        var answer = await _server.IngestAsync($"[{Event("e")},{Event("E")},{Event("e ")},{Event("e", "d")},{Event("\u00e9")},{Event("e\u0301")}]");

        Assert.Equal((6, 0, 0), answer.Counts());
    }

    [Fact]
    public async Task A_booked_event_is_a_duplicate_whatever_changed_since()
    {
        await _server.IngestAsync(Event("e"));
        await _server.Server.Provision.RuleAsync("*", 10, 5, 2.5m);
        await _server.Server.Provision.CompanyAsync("c", "Renamed", "credits", "2024-01-01");
        await _server.Api.PutAsync(
            Support.GatewayServer.AdminKey, "/admin/companies/c",
            """{"companyName":"Closed","billingSystem":"credits","closedAt":"2024-01-01"}""");

        var answer = await _server.IngestAsync($"[{Event("e")},{Event("f")}]");

        Assert.Equal(["duplicate", "company_closed:occurredAt"], answer.Results());
    }
}
