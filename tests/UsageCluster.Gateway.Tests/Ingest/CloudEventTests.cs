using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using UsageCluster.Gateway.Ingest;

namespace UsageCluster.Gateway.Tests.Ingest;

public sealed class CloudEventTests
{
    private const string Good = """
        {"specversion":"1.0","id":"e-1","source":"/meter","type":"calls","subject":"c-1","time":"2024-01-10T09:00:00.1234567Z",
         "datacontenttype":"application/json; charset=utf-8","extension":"x",
         "data":{"durationSeconds":90,"agentFocus":"sales","interviewId":"i","direction":"INBOUND","resolution":"ANSWERED","isTest":true}}
        """;

    [Fact]
    public void Attributes_and_data_make_the_event()
    {
        var report = Reading.Event(Good, IngestFormat.CloudEvent);

        Assert.Equal("e-1", report.EventId);
        Assert.Equal("c-1", report.CompanyId);
        Assert.Equal("2024-01-10T09:00:00.1234567Z", report.OccurredAt.ToString());
        Assert.Equal(90_000, report.DurationMs);
        Assert.Equal("calls", report.CostKey);
        Assert.Equal("sales", report.AgentFocus);
        Assert.True(report.IsTest);
    }

    [Fact]
    public void The_cost_key_in_data_comes_before_the_type_which_may_then_be_any_text()
    {
        var report = Reading.Event(With(e => (e["type"], e["data"]!["costKey"]) = ("com.example/interview done", "minutes")), IngestFormat.CloudEvent);

        Assert.Equal("minutes", report.CostKey);
    }

    [Fact]
    public void Without_a_time_the_event_took_place_when_it_was_received()
    {
        var report = Reading.Event(With(e => e.Remove("time")), IngestFormat.CloudEvent);

        Assert.True(report.OccurredAtAssumed);
        Assert.Equal(Reading.ReceivedAt, report.OccurredAt);
    }

    [Fact]
    public void Data_may_come_before_the_attributes()
    {
        var reversed = new JsonObject(JsonNode.Parse(Good)!.AsObject().Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));

        Assert.Equal(Reading.Event(Good, IngestFormat.CloudEvent), Reading.Event(reversed.ToJsonString(), IngestFormat.CloudEvent));
    }

    [Theory]
    [InlineData("specversion")]
    [InlineData("id")]
    [InlineData("source")]
    [InlineData("type")]
    [InlineData("subject")]
    [InlineData("data")]
    public void A_required_attribute_that_is_absent_is_named(string attribute)
    {
        var fault = Reading.Fault(With(e => e.Remove(attribute)), IngestFormat.CloudEvent);

        Assert.Equal((EventCodes.MissingField, attribute), (fault.Code, fault.Field));
    }

    [Theory]
    [InlineData("specversion", "\"0.3\"")]
    [InlineData("specversion", "1.0")]
    [InlineData("id", "\"\"")]
    [InlineData("id", "{}")]
    [InlineData("source", "\"\"")]
    [InlineData("type", "\"no token\"")]
    [InlineData("type", "{}")]
    [InlineData("subject", "\"a/b\"")]
    [InlineData("time", "\"yesterday\"")]
    [InlineData("time", "1704877200")]
    [InlineData("datacontenttype", "\"text/xml\"")]
    [InlineData("datacontenttype", "\"application/json; charset=utf-16\"")]
    [InlineData("data", "\"eyJ9\"")]
    [InlineData("data", "[]")]
    [InlineData("data_base64", "\"e30=\"")]
    public void An_attribute_that_is_wrong_is_named(string attribute, string json)
    {
        var fault = Reading.Fault(With(e => e[attribute] = JsonNode.Parse(json)), IngestFormat.CloudEvent);

        Assert.Equal((EventCodes.InvalidField, attribute), (fault.Code, fault.Field));
    }

    [Fact]
    public void A_field_in_data_is_named_with_its_place()
    {
        var wrong = Reading.Fault(With(e => e["data"]!["durationSeconds"] = "90"), IngestFormat.CloudEvent);
        var missing = Reading.Fault(With(e => e["data"]!.AsObject().Remove("durationSeconds")), IngestFormat.CloudEvent);

        Assert.Equal((EventCodes.InvalidField, "data.durationSeconds"), (wrong.Code, wrong.Field));
        Assert.Equal((EventCodes.MissingField, "data.durationSeconds"), (missing.Code, missing.Field));
    }

    [Theory]
    [InlineData("\"subject\":\"c-1\"", "subject")]
    [InlineData("\"extension\":\"x\"", "extension")]
    [InlineData("\"data\":{}", "data")]
    [InlineData("\"time\":null", "time")]
    public void An_attribute_given_twice_rejects_the_event(string more, string attribute)
    {
        var fault = Reading.Fault(Good.TrimEnd()[..^1] + "," + more + "}", IngestFormat.CloudEvent);

        Assert.Equal((EventCodes.DuplicateMember, attribute), (fault.Code, fault.Field));
    }

    [Fact]
    public void A_member_of_data_given_twice_rejects_the_event()
    {
        var text = Good.Replace("\"isTest\":true", "\"durationSeconds\":90", StringComparison.Ordinal);

        Assert.Equal(
            (EventCodes.DuplicateMember, "data.durationSeconds"),
            (Reading.Fault(text, IngestFormat.CloudEvent).Code, Reading.Fault(text, IngestFormat.CloudEvent).Field));
    }

    [Theory]
    [InlineData("\"id\":\"e-1\"", "\"id\":\"\\ud800\"", "id")]
    [InlineData("\"type\":\"calls\"", "\"type\":\"\\ud800\"", "type")]
    [InlineData("\"extension\":\"x\"", "\"\\ud800\":\"x\"", null)]
    public void Half_a_surrogate_pair_rejects_the_event(string good, string bad, string? attribute)
    {
        var fault = Reading.Fault(Good.Replace(good, bad, StringComparison.Ordinal), IngestFormat.CloudEvent);

        Assert.Equal((EventCodes.InvalidField, attribute), (fault.Code, fault.Field));
    }

    [Fact]
    public void A_batch_takes_the_good_ones()
    {
        var body = Reading.Body($"[{Good},1,{With(e => e.Remove("id"))},{Good}]", IngestFormat.CloudEventBatch);

        Assert.Equal([null, EventCodes.NotAnObject, EventCodes.MissingField, null], body.Events.Select(e => e.Fault?.Code));
    }

    [Fact]
    public void In_binary_mode_headers_are_the_attributes()
    {
        var received = Binary(("ce-specversion", "1.0"), ("CE-ID", "caf%C3%A9 %E2%82%AC"), ("ce-source", "\"/m\""), ("ce-type", "calls"), ("ce-subject", "c-1"));

        Assert.Null(received.Fault);
        Assert.Equal("café €", received.Event!.EventId);
        Assert.Equal("calls", received.Event.CostKey);
        Assert.True(received.Event.OccurredAtAssumed);
    }

    [Theory]
    [InlineData("ce-specversion", null, EventCodes.MissingField, "specversion")]
    [InlineData("ce-specversion", "2.0", EventCodes.InvalidField, "specversion")]
    [InlineData("ce-source", null, EventCodes.MissingField, "source")]
    [InlineData("ce-type", "no token", EventCodes.InvalidField, "type")]
    [InlineData("ce-subject", "a/b", EventCodes.InvalidField, "subject")]
    [InlineData("ce-subject", "a%2Fb", EventCodes.InvalidField, "subject")]
    [InlineData("ce-id", "%00", EventCodes.InvalidField, "id")]
    [InlineData("ce-time", "now", EventCodes.InvalidField, "time")]
    public void In_binary_mode_a_bad_header_is_named(string header, string? value, string code, string field)
    {
        var headers = new Dictionary<string, string>
        {
            ["ce-specversion"] = "1.0",
            ["ce-id"] = "e-1",
            ["ce-source"] = "/m",
            ["ce-type"] = "calls",
            ["ce-subject"] = "c-1",
        };
        if (value is null)
            headers.Remove(header);
        else
            headers[header] = value;

        var received = Binary([.. headers.Select(h => (h.Key, h.Value))]);

        Assert.Equal((code, field), (received.Fault!.Code, received.Fault.Field));
    }

    [Fact]
    public void In_binary_mode_a_header_given_twice_rejects_the_event()
    {
        var headers = new HeaderDictionary { ["ce-specversion"] = "1.0", ["ce-id"] = new(["e-1", "e-1"]) };

        var received = Assert.Single(
            new IngestBodyReader(1, Reading.ReceivedAt).Read("{\"durationSeconds\":1}"u8, IngestFormat.CloudEventBinary, CloudEventHeaders.Of(headers)).Events);

        Assert.Equal((EventCodes.DuplicateMember, "id"), (received.Fault!.Code, received.Fault.Field));
    }

    private static ReceivedEvent Binary(params (string Name, string Value)[] attributes)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in attributes)
            headers[name] = value;
        var body = new IngestBodyReader(1, Reading.ReceivedAt)
            .Read(Encoding.UTF8.GetBytes("""{"durationSeconds":90}"""), IngestFormat.CloudEventBinary, CloudEventHeaders.Of(headers));
        return Assert.Single(body.Events);
    }

    private static string With(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Good)!.AsObject();
        change(json);
        return json.ToJsonString();
    }
}
