using System.Text.Json;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Ingest;

/// <summary>Reads events in the contract's own form.</summary>
internal sealed class PlainEventReader(Instant receivedAt) : IEventReader
{
    private readonly MemberReader _members = new(EventMember.OfEvent, EventMember.NamesOfEvent, inData: false);
    private readonly EventDraft _draft = new();

    /// <inheritdoc />
    public ReceivedEvent Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            JsonNesting.Skip(ref reader);
            return ReceivedEvent.Bad(EventFault.NotAnObject);
        }

        _draft.Clear();
        _members.ReadObject(ref reader, _draft);
        if (_draft.Fault is null)
            RequireAll();
        return _draft.Build(receivedAt);
    }

    private void RequireAll()
    {
        if (_draft.EventId is null)
            _draft.Fail(EventFault.Missing(EventMember.EventId.Name));
        if (_draft.CompanyId is null)
            _draft.Fail(EventFault.Missing(EventMember.CompanyId.Name));
        if (_draft.OccurredAt is null)
            _draft.Fail(EventFault.Missing(EventMember.OccurredAt.Name));
        if (_draft.DurationMs is null)
            _draft.Fail(EventFault.Missing(EventMember.DurationSeconds.Name));
    }
}
