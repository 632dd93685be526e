using System.Text.Json;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Ingest;

/// <summary>
/// Reads CloudEvents 1.0: id is the event id, subject the company, time the instant, data.costKey or else type the cost key, the rest is in data.
/// </summary>
internal sealed class CloudEventReader(Instant receivedAt) : IEventReader
{
    private static readonly string[] Attributes =
        ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data", "data_base64"];

    private static readonly KnownNames AttributeNames = new(Attributes);

    private readonly MemberReader _members = new(EventMember.OfCloudEventData, EventMember.NamesOfCloudEventData, inData: true);
    private readonly MemberNames _names = new(AttributeNames);
    private readonly EventDraft _draft = new();

    /// <summary>The event of binary mode: its attributes from headers, the reader on the first token of the body.</summary>
    public ReceivedEvent Read(CloudEventHeaders headers, ref Utf8JsonReader body)
    {
        _draft.Clear();
        foreach (var name in headers.Repeated)
            _draft.Fail(EventFault.Duplicate(name));
        ReadData(ref body);
        _draft.EventId = headers.Id is { } id && Identifiers.IsEventId(id) ? id : null;
        _draft.CompanyId = headers.Subject is { } subject && Identifiers.IsToken(subject) ? subject : null;
        if (headers.Id is not null && _draft.EventId is null)
            _draft.Fail(EventFault.Invalid("id", EventMember.EventId.Rule));
        if (headers.Subject is not null && _draft.CompanyId is null)
            _draft.Fail(EventFault.Invalid("subject", EventMember.CompanyId.Rule));
        if (headers.Time is not null && InstantGrammar.TryParse(headers.Time, out var time))
            _draft.OccurredAt = time;
        else if (headers.Time is not null)
            _draft.Fail(EventFault.Invalid("time", EventMember.OccurredAt.Rule));
        return Finish(headers.SpecVersion, headers.Source, headers.Type, hasData: true);
    }

    /// <inheritdoc />
    public ReceivedEvent Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            JsonNesting.Skip(ref reader);
            return ReceivedEvent.Bad(EventFault.NotAnObject);
        }

        _draft.Clear();
        _names.Clear();
        var seen = 0;
        var expected = 0;
        string? specVersion = null, source = null, type = null;
        var hasData = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = _names.Read(ref reader, expected, _draft);
            var name = index < 0 ? null : Attributes[index];
            var repeated = index >= 0 && (seen & (1 << index)) != 0;
            if (repeated)
                _draft.Fail(EventFault.Duplicate(name));
            if (index >= 0)
            {
                seen |= 1 << index;
                expected = index + 1;
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.Null && !repeated)
            {
                switch (name)
                {
                    case "specversion": specVersion = Text(ref reader, name); break;
                    case "source": source = Text(ref reader, name); break;
                    case "type": type = Text(ref reader, name); break;
                    case "id": Require(_draft.EventId = MemberReader.EventId(ref reader), name, EventMember.EventId.Rule); break;
                    case "subject": Require(_draft.CompanyId = _members.Token(ref reader), name, EventMember.CompanyId.Rule); break;
                    case "time": Require(_draft.OccurredAt = MemberReader.ReadInstant(ref reader), name, EventMember.OccurredAt.Rule); break;
                    case "datacontenttype": RequireJson(Text(ref reader, name)); break;
                    case "data_base64": _draft.Fail(EventFault.Invalid(name, "is not taken: data must be JSON")); break;
                    case "data":
                        hasData = true;
                        ReadData(ref reader);
                        break;
                }
            }

            if (!JsonNesting.Skip(ref reader))
                _draft.Fail(new EventFault(EventCodes.InvalidField, name, "A member nests too deeply."));
        }

        return Finish(specVersion, source, type, hasData);
    }

    private void ReadData(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            _members.ReadObject(ref reader, _draft);
            return;
        }

        _draft.Fail(EventFault.Invalid("data", "must be a JSON object"));
        JsonNesting.Skip(ref reader);
    }

    private string? Text(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType == JsonTokenType.String && JsonText.TryGet(ref reader, out var text) && text.Length > 0)
            return text;
        _draft.Fail(EventFault.Invalid(name, "must be a string that is not empty"));
        return null;
    }

    private void Require(object? value, string name, string rule)
    {
        if (value is null)
            _draft.Fail(EventFault.Invalid(name, rule));
    }

    private void RequireJson(string? contentType)
    {
        if (contentType is not null && !IngestMediaType.IsJson(contentType))
            _draft.Fail(EventFault.Invalid("datacontenttype", "must be JSON"));
    }

    private ReceivedEvent Finish(string? specVersion, string? source, string? type, bool hasData)
    {
        if (specVersion is not (null or "1.0"))
            _draft.Fail(EventFault.Invalid("specversion", "must be 1.0"));
        if (_draft.Fault is null)
            RequireAll(specVersion, source, type, hasData);
        if (_draft.Fault is null && _draft.CostKey is null)
        {
            _draft.CostKey = type;
            if (!Identifiers.IsToken(type))
                _draft.Fail(EventFault.Invalid("type", "is the cost key where data has none, and " + EventMember.CostKey.Rule));
        }

        return _draft.Build(receivedAt);
    }

    private void RequireAll(string? specVersion, string? source, string? type, bool hasData)
    {
        if (specVersion is null)
            _draft.Fail(EventFault.Missing("specversion"));
        if (_draft.EventId is null)
            _draft.Fail(EventFault.Missing("id"));
        if (source is null)
            _draft.Fail(EventFault.Missing("source"));
        if (type is null)
            _draft.Fail(EventFault.Missing("type"));
        if (_draft.CompanyId is null)
            _draft.Fail(EventFault.Missing("subject"));
        if (!hasData)
            _draft.Fail(EventFault.Missing("data"));
        if (_draft.DurationMs is null)
            _draft.Fail(EventFault.Missing(EventMember.DurationSeconds.NameInData));
    }
}
