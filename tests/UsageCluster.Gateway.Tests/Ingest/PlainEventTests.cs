using UsageCluster.Core.Events;
using UsageCluster.Gateway.Ingest;

namespace UsageCluster.Gateway.Tests.Ingest;

public sealed class PlainEventTests
{
    private const string Required = """ "eventId":"e-1","companyId":"c-1","occurredAt":"2024-01-10T09:00:00+02:00","durationSeconds":90.5 """;

    [Fact]
    public void Every_field_is_read()
    {
        var report = Reading.Event($$"""
            { {{Required}}, "costKey":"calls", "agentFocus":"sales", "interviewId":"i 1", "direction":"OUTBOUND", "resolution":"VOICEMAIL",
              "isTest":true }
            """);

        Assert.Equal("e-1", report.EventId);
        Assert.Equal("c-1", report.CompanyId);
        Assert.Equal("2024-01-10T07:00:00Z", report.OccurredAt.ToString());
        Assert.False(report.OccurredAtAssumed);
        Assert.Equal(90_500, report.DurationMs);
        Assert.Equal("calls", report.CostKey);
        Assert.Equal("sales", report.AgentFocus);
        Assert.Equal("i 1", report.InterviewId);
        Assert.Equal(Direction.Outbound, report.Direction);
        Assert.Equal(Resolution.Voicemail, report.Resolution);
        Assert.True(report.IsTest);
    }

    [Fact]
    public void Optional_fields_have_their_defaults_absent_or_null()
    {
        var absent = Reading.Event($"{{{Required}}}");
        var none = Reading.Event(
            $$"""{ {{Required}}, "costKey":null, "agentFocus":null, "interviewId":null, "direction":null, "resolution":null, "isTest":null }""");

        Assert.Equal("interview_minutes", absent.CostKey);
        Assert.False(absent.IsTest);
        Assert.Null(absent.AgentFocus);
        Assert.Equal(absent, none);
    }

    [Fact]
    public void Unknown_members_are_ignored_whatever_they_hold()
    {
        var report = Reading.Event($$"""{ "x":{"eventId":"other","eventId":[1e999,{"y":"\ud800"}]}, {{Required}}, "z":[[]], "EventId":1 }""");

        Assert.Equal("e-1", report.EventId);
    }

    [Fact]
    public void Escapes_in_names_and_values_are_read()
    {
        var report = Reading.Event(
            """{"event\u0049d":"\ud83d\ude00","company\u0049d":"\u0063-1","occurredAt":"2024-01-1\u0030","durationSeconds":0,"direction":"\u0049NBOUND"}""");

        Assert.Equal("😀", report.EventId);
        Assert.Equal("c-1", report.CompanyId);
        Assert.Equal("2024-01-10T00:00:00Z", report.OccurredAt.ToString());
        Assert.Equal(Direction.Inbound, report.Direction);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("0.001", 1)]
    [InlineData("1.5000", 1_500)]
    [InlineData("1e2", 100_000)]
    [InlineData("604800", 604_800_000)]
    [InlineData("604800.000", 604_800_000)]
    public void Durations_are_read_by_value(string number, long ms) => Assert.Equal(ms, Reading.Event(With("durationSeconds", number)).DurationMs);

    [Theory]
    [InlineData("eventId", "\"\"")]
    [InlineData("eventId", "1")]
    [InlineData("eventId", "\"a\\u0000b\"")]
    [InlineData("eventId", "\"a\\nb\"")]
    [InlineData("eventId", "\"\\ud800\"")]
    [InlineData("eventId", "[\"e\"]")]
    [InlineData("companyId", "\"\"")]
    [InlineData("companyId", "\"a/b\"")]
    [InlineData("companyId", "\"a\\u0000\"")]
    [InlineData("companyId", "\"é\"")]
    [InlineData("companyId", "\"\\udc00\"")]
    [InlineData("companyId", "\"12345678901234567890123456789012345678901234567890123456789012345\"")]
    [InlineData("companyId", "7")]
    [InlineData("occurredAt", "\"\"")]
    [InlineData("occurredAt", "\"0000-01-01T00:00:00Z\"")]
    [InlineData("occurredAt", "\"1969-12-31T23:59:59Z\"")]
    [InlineData("occurredAt", "\"2024-02-30\"")]
    [InlineData("occurredAt", "\"2024-01\"")]
    [InlineData("occurredAt", "\"2024-01-10 09:00\"")]
    [InlineData("occurredAt", "\"2024-01-10T09:00:00.12345678Z\"")]
    [InlineData("occurredAt", "1704877200")]
    [InlineData("occurredAt", "\"\\ud800\"")]
    [InlineData("durationSeconds", "\"60\"")]
    [InlineData("durationSeconds", "-1")]
    [InlineData("durationSeconds", "-0.001")]
    [InlineData("durationSeconds", "1.2345")]
    [InlineData("durationSeconds", "604800.001")]
    [InlineData("durationSeconds", "123456789012345678901234567890")]
    [InlineData("durationSeconds", "1e30")]
    [InlineData("durationSeconds", "true")]
    [InlineData("costKey", "\"a b\"")]
    [InlineData("costKey", "[]")]
    [InlineData("agentFocus", "\"*\"")]
    [InlineData("agentFocus", "{}")]
    [InlineData("agentFocus", "\"\\ud800\"")]
    [InlineData("interviewId", "\"\\ud800x\"")]
    [InlineData("interviewId", "\"\"")]
    [InlineData("interviewId", "12")]
    [InlineData("direction", "\"inbound\"")]
    [InlineData("direction", "\"SIDEWAYS\"")]
    [InlineData("direction", "1")]
    [InlineData("direction", "\"\\ud800\"")]
    [InlineData("resolution", "\"LOST\"")]
    [InlineData("isTest", "\"true\"")]
    [InlineData("isTest", "1")]
    public void A_field_of_the_wrong_type_or_value_is_named(string field, string json)
    {
        var fault = Reading.Fault(With(field, json));

        Assert.Equal(EventCodes.InvalidField, fault.Code);
        Assert.Equal(field, fault.Field);
        Assert.StartsWith(field, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eventId")]
    [InlineData("companyId")]
    [InlineData("occurredAt")]
    [InlineData("durationSeconds")]
    public void A_required_field_that_is_absent_or_null_is_named(string field)
    {
        Assert.Equal((EventCodes.MissingField, field), CodeAndField(Reading.Fault(With(field, null))));
        Assert.Equal((EventCodes.MissingField, field), CodeAndField(Reading.Fault(With(field, "null"))));
    }

    [Theory]
    [InlineData("\"eventId\":\"e-1\"", "eventId")]
    [InlineData("\"durationSeconds\":90.5", "durationSeconds")]
    [InlineData("\"isTest\":false,\"isTest\":false", "isTest")]
    [InlineData("\"isTest\":null,\"isTest\":null", "isTest")]
    [InlineData("\"x\":1,\"x\":1", "x")]
    [InlineData("\"x\":1,\"\\u0078\":{}", "x")]
    [InlineData("\"event\\u0049d\":\"e-1\"", "eventId")]
    public void A_member_given_twice_rejects_the_event(string more, string field) =>
        Assert.Equal((EventCodes.DuplicateMember, field), CodeAndField(Reading.Fault($"{{{Required},{more}}}")));

    [Fact]
    public void A_rejected_event_tells_its_id_wherever_it_stands()
    {
        var received = Assert.Single(Reading.Body("""{"durationSeconds":"x","companyId":[],"eventId":"late"}""").Events);

        Assert.Equal("late", received.EventId);
        Assert.Equal("durationSeconds", received.Fault!.Field);
    }

    [Fact]
    public void A_value_that_nests_too_deeply_rejects_its_event_alone()
    {
        var deep = new string('[', 5_000) + new string(']', 5_000);

        var body = Reading.Body($"[{{{Required},\"x\":{deep}}},{deep},{{{Required}}}]");

        Assert.Equal(IngestBodyFault.None, body.Fault);
        Assert.Equal([EventCodes.InvalidField, EventCodes.NotAnObject, null], body.Events.Select(e => e.Fault?.Code));
    }

    [Fact]
    public void A_member_name_that_is_no_text_rejects_its_event_alone()
    {
        var body = Reading.Body($"[{{\"\\ud800\":1,\"\\ud800\":1,{Required}}},{{{Required}}}]");

        Assert.Equal([EventCodes.InvalidField, null], body.Events.Select(e => e.Fault?.Code));
        Assert.Equal("e-1", body.Events[0].EventId);
    }

    private static (string, string?) CodeAndField(EventFault fault) => (fault.Code, fault.Field);

    /// <summary>A good event with one member set to some JSON, or left out.</summary>
    private static string With(string field, string? json)
    {
        var members = new Dictionary<string, string>
        {
            ["eventId"] = "\"e-1\"",
            ["companyId"] = "\"c-1\"",
            ["occurredAt"] = "\"2024-01-10T09:00:00Z\"",
            ["durationSeconds"] = "60",
        };
        if (json is null)
            members.Remove(field);
        else
            members[field] = json;
        return "{" + string.Join(",", members.Select(m => $"\"{m.Key}\":{m.Value}")) + "}";
    }
}
