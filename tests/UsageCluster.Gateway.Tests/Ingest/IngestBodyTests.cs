using System.Text;
using UsageCluster.Gateway.Ingest;

namespace UsageCluster.Gateway.Tests.Ingest;

public sealed class IngestBodyTests
{
    private const string Good = """{"eventId":"e-1","companyId":"c-1","occurredAt":"2024-01-10T09:00:00Z","durationSeconds":60}""";

    [Fact]
    public void One_event_an_array_and_lines_read_alike()
    {
        var one = Reading.Body(Good).Events;
        var many = Reading.Body($" [ {Good} , {Good} ] ").Events;
        var lines = Reading.Body($"\n{Good}\r\n  \n\t{Good} \n\n", IngestFormat.JsonLines).Events;

        Assert.Single(one);
        Assert.Equal(2, many.Count);
        Assert.Equal(many, lines);
        Assert.Equal(one[0], many[1]);
    }

    [Fact]
    public void An_empty_array_and_no_lines_have_no_events()
    {
        Assert.Equal(new IngestBody([]).Fault, Reading.Body("[]").Fault);
        Assert.Empty(Reading.Body("[]").Events);
        Assert.Empty(Reading.Body(" \n\n", IngestFormat.JsonLines).Events);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("nope")]
    [InlineData("{")]
    [InlineData("[" + Good)]
    [InlineData("[" + Good + ",")]
    [InlineData("[" + Good + ",]")]
    [InlineData("[" + Good + "] x")]
    [InlineData(Good + Good)]
    [InlineData("[" + Good + ",{\"eventId\":\"cut")]
    [InlineData("[" + Good + ",{\"durationSeconds\":01}]")]
    [InlineData("[" + Good + ",{\"eventId\":\"tab\tinside\"}]")]
    [InlineData("[" + Good + ",{'eventId':1}]")]
    [InlineData("/* */ [" + Good + "]")]
    public void A_body_that_is_no_JSON_or_cut_off_has_no_events(string text)
    {
        var body = Reading.Body(text);

        Assert.Equal(IngestBodyFault.NotJson, body.Fault);
        Assert.Empty(body.Events);
    }

    [Theory]
    [InlineData("5", IngestFormat.Json)]
    [InlineData("\"x\"", IngestFormat.Json)]
    [InlineData("null", IngestFormat.CloudEventOrBatch)]
    [InlineData("[]", IngestFormat.CloudEvent)]
    [InlineData("{}", IngestFormat.CloudEventBatch)]
    internal void JSON_of_another_shape_is_refused(string text, IngestFormat format) =>
        Assert.Equal(IngestBodyFault.WrongShape, Reading.Body(text, format).Fault);

    [Fact]
    public void Another_encoding_is_refused()
    {
        Assert.Equal(IngestBodyFault.NotUtf8, Reading.Body([.. "[\""u8, 0xC3, 0x28, .. "\"]"u8]).Fault);
        Assert.Equal(IngestBodyFault.NotUtf8, Reading.Body(Encoding.Latin1.GetBytes(Good.Replace("e-1", "é", StringComparison.Ordinal))).Fault);
        Assert.NotEqual(IngestBodyFault.None, Reading.Body(Encoding.Unicode.GetBytes(Good)).Fault);
        Assert.NotEqual(IngestBodyFault.None, Reading.Body([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Good)]).Fault);
    }

    [Fact]
    public void A_line_in_another_encoding_is_rejected_alone()
    {
        var body = Reading.Body(
            [.. Encoding.UTF8.GetBytes(Good), (byte)'\n', .. Encoding.Latin1.GetBytes(Good.Replace("e-1", "é", StringComparison.Ordinal)), (byte)'\n', .. Encoding.UTF8.GetBytes(Good)],
            IngestFormat.JsonLines);

        Assert.Equal([null, EventCodes.InvalidJson, null], body.Events.Select(e => e.Fault?.Code));
    }

    [Fact]
    public void A_byte_order_mark_is_stepped_over() => Assert.Single(Reading.Body("\uFEFF" + Good).Events);

    [Fact]
    public void A_line_that_is_no_event_is_rejected_alone()
    {
        var body = Reading.Body($"{Good}\nnope\n[1]\n{Good}{Good}\n{Good}\n{{\"eventId\":\"cut", IngestFormat.JsonLines);

        Assert.Equal(
            [null, EventCodes.InvalidJson, EventCodes.NotAnObject, EventCodes.InvalidJson, null, EventCodes.InvalidJson],
            body.Events.Select(e => e.Fault?.Code));
    }

    [Fact]
    public void An_element_that_is_no_object_is_rejected_alone()
    {
        var body = Reading.Body($"[1,{Good},null,[{Good}],\"x\"]");

        Assert.Equal(
            [EventCodes.NotAnObject, null, EventCodes.NotAnObject, EventCodes.NotAnObject, EventCodes.NotAnObject], body.Events.Select(e => e.Fault?.Code));
    }

    [Fact]
    public void More_events_than_allowed_are_refused_as_a_whole()
    {
        Assert.Equal(3, Reading.Body($"[{Good},{Good},{Good}]", eventsMax: 3).Events.Count);

        Assert.Equal(IngestBodyFault.TooManyEvents, Reading.Body($"[{Good},{Good},{Good},1]", eventsMax: 3).Fault);
        Assert.Equal(IngestBodyFault.TooManyEvents, Reading.Body($"{Good}\n{Good}\n{Good}\nx", IngestFormat.JsonLines, eventsMax: 3).Fault);
    }

    [Fact]
    public void Where_a_body_stops_being_JSON_is_told_without_quoting_it()
    {
        var detail = Reading.Body("[\n  secret]").Detail;

        Assert.Contains("line 2, byte 3", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", detail, StringComparison.Ordinal);
    }
}
