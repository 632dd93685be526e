using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Ingest;

/// <summary>Reads a call's whole body into events, before any of them is booked.</summary>
internal sealed class IngestBodyReader(int eventsMax, Instant receivedAt)
{
    private readonly List<ReceivedEvent> _events = [];

    /// <summary>Reads the body; <paramref name="headers"/> are given for binary mode.</summary>
    public IngestBody Read(ReadOnlySpan<byte> body, IngestFormat format, CloudEventHeaders? headers)
    {
        // Lines are judged one by one, this too.
        if (format != IngestFormat.JsonLines && !Utf8.IsValid(body))
            return IngestBody.Refused(IngestBodyFault.NotUtf8, "The body is not UTF-8.");
        if (body.StartsWith("\uFEFF"u8))
            body = body[3..];
        try
        {
            return format switch
            {
                IngestFormat.JsonLines => ReadLines(body, new PlainEventReader(receivedAt)),
                IngestFormat.CloudEventBinary => ReadBinary(body, headers!),
                IngestFormat.Json => ReadDocument(body, new PlainEventReader(receivedAt), one: true, many: true),
                IngestFormat.CloudEvent => ReadDocument(body, new CloudEventReader(receivedAt), one: true, many: false),
                IngestFormat.CloudEventBatch => ReadDocument(body, new CloudEventReader(receivedAt), one: false, many: true),
                _ => ReadDocument(body, new CloudEventReader(receivedAt), one: true, many: true),
            };
        }
        catch (JsonException e)
        {
            // The framework's own message may quote the text.
            return IngestBody.Refused(
                IngestBodyFault.NotJson,
                string.Create(CultureInfo.InvariantCulture, $"The body is not JSON, or it is cut off: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
        }
    }

    private IngestBody ReadDocument(ReadOnlySpan<byte> body, IEventReader events, bool one, bool many)
    {
        var reader = Reader(body);
        reader.Read();
        if (one && reader.TokenType == JsonTokenType.StartObject)
        {
            _events.Add(events.Read(ref reader));
        }
        else if (many && reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (_events.Count == eventsMax)
                    return TooMany();
                _events.Add(events.Read(ref reader));
            }
        }
        else
        {
            JsonNesting.Skip(ref reader);
            reader.Read();
            return IngestBody.Refused(
                IngestBodyFault.WrongShape, $"The body must be {(one && many ? "an event or an array of events" : one ? "one event" : "an array of events")}.");
        }

        // Throws if anything follows.
        reader.Read();
        return new IngestBody(_events);
    }

    private IngestBody ReadBinary(ReadOnlySpan<byte> body, CloudEventHeaders headers)
    {
        var reader = Reader(body);
        reader.Read();
        _events.Add(new CloudEventReader(receivedAt).Read(headers, ref reader));
        reader.Read();
        return new IngestBody(_events);
    }

    private IngestBody ReadLines(ReadOnlySpan<byte> body, PlainEventReader events)
    {
        while (!body.IsEmpty)
        {
            var end = body.IndexOf((byte)'\n');
            var line = (end < 0 ? body : body[..end]).Trim(" \t\r"u8);
            body = end < 0 ? [] : body[(end + 1)..];
            if (line.IsEmpty)
                continue;
            if (_events.Count == eventsMax)
                return TooMany();
            _events.Add(ReadLine(line, events));
        }

        return new IngestBody(_events);
    }

    private static ReceivedEvent ReadLine(ReadOnlySpan<byte> line, PlainEventReader events)
    {
        if (!Utf8.IsValid(line))
            return ReceivedEvent.Bad(EventFault.NotUtf8);
        try
        {
            var reader = Reader(line);
            reader.Read();
            var received = events.Read(ref reader);
            reader.Read();
            return received;
        }
        catch (JsonException)
        {
            return ReceivedEvent.Bad(EventFault.NotJson);
        }
    }

    // Depth is bounded per event, so that one that nests too deeply does not refuse its neighbours.
    private static Utf8JsonReader Reader(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = int.MaxValue });

    private IngestBody TooMany() =>
        IngestBody.Refused(
            IngestBodyFault.TooManyEvents,
            string.Create(CultureInfo.InvariantCulture, $"A call takes up to {eventsMax} events."));
}
