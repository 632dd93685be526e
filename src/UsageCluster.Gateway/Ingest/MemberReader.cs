using System.Text.Json;
using UsageCluster.Core.Events;
using UsageCluster.Core.Quantities;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Ingest;

/// <summary>
/// Reads members of an event into a draft: types and grammar, exactly. A null is as absent. A fault is noted in the draft, and reading goes on,
/// so that the event id is known and the reader ends behind the object.
/// </summary>
/// <param name="members">The members that are read.</param>
/// <param name="known">Their names.</param>
/// <param name="inData">Whether the object is a CloudEvent's data, so that faults name members with that place.</param>
internal sealed class MemberReader(EventMember[] members, KnownNames known, bool inData)
{
    private const int InstantLengthMax = 40;

    // Of all calls: a string that another call replaces is as good.
    private static readonly TokenCache Tokens = new();

    private readonly MemberNames _names = new(known);

    /// <summary>Reads the object that the reader has begun, up to its end.</summary>
    public void ReadObject(ref Utf8JsonReader reader, EventDraft draft)
    {
        _names.Clear();
        var seen = 0;
        var expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = _names.Read(ref reader, expected, draft);
            if (index < 0)
            {
                reader.Read();
                if (!JsonNesting.Skip(ref reader))
                    draft.Fail(new EventFault(EventCodes.InvalidField, null, "A member nests too deeply."));
                continue;
            }

            var member = members[index];
            var field = inData ? member.NameInData : member.Name;
            expected = index + 1;
            var bit = 1 << index;
            reader.Read();
            if ((seen & bit) != 0)
                draft.Fail(EventFault.Duplicate(field));
            else if (reader.TokenType != JsonTokenType.Null && !Read(ref reader, member, draft))
                draft.Fail(EventFault.Invalid(field, member.Rule));
            seen |= bit;
            JsonNesting.Skip(ref reader);
        }
    }

    /// <summary>An event or interview id; null if the value is none.</summary>
    public static string? EventId(ref Utf8JsonReader reader)
    {
        // An escape is at most six bytes for half a character.
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > 12 * Identifiers.EventIdLengthMax)
            return null;
        return JsonText.TryGet(ref reader, out var text) && Identifiers.IsEventId(text) ? text : null;
    }

    /// <summary>A company id, cost key or focus; null if the value is none.</summary>
    public string? Token(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            return null;
        if (!reader.ValueIsEscaped)
            return Tokens.Find(reader.ValueSpan);
        Span<char> text = stackalloc char[6 * Identifiers.TokenLengthMax];
        return JsonText.TryCopy(ref reader, text, out var length) && Identifiers.IsToken(text[..length]) ? new string(text[..length]) : null;
    }

    /// <summary>An instant; null if the value is none.</summary>
    public static Instant? ReadInstant(ref Utf8JsonReader reader)
    {
        Span<char> text = stackalloc char[6 * InstantLengthMax];
        return reader.TokenType == JsonTokenType.String
            && JsonText.TryCopy(ref reader, text, out var length)
            && InstantGrammar.TryParse(text[..length], out var instant)
            ? instant
            : null;
    }

    private bool Read(ref Utf8JsonReader reader, EventMember member, EventDraft draft)
    {
        if (ReferenceEquals(member, EventMember.EventId))
            return (draft.EventId = EventId(ref reader)) is not null;
        if (ReferenceEquals(member, EventMember.CompanyId))
            return (draft.CompanyId = Token(ref reader)) is not null;
        if (ReferenceEquals(member, EventMember.OccurredAt))
            return (draft.OccurredAt = ReadInstant(ref reader)) is not null;
        if (ReferenceEquals(member, EventMember.DurationSeconds))
            return (draft.DurationMs = Duration(ref reader)) is not null;
        if (ReferenceEquals(member, EventMember.CostKey))
            return (draft.CostKey = Token(ref reader)) is not null;
        if (ReferenceEquals(member, EventMember.AgentFocus))
            return (draft.AgentFocus = Token(ref reader)) is not null;
        if (ReferenceEquals(member, EventMember.InterviewId))
            return (draft.InterviewId = EventId(ref reader)) is not null;
        if (ReferenceEquals(member, EventMember.Direction))
            return (draft.Direction = EventWords.ReadDirection(ref reader)) is not null;
        if (ReferenceEquals(member, EventMember.Resolution))
            return (draft.Resolution = EventWords.ReadResolution(ref reader)) is not null;
        draft.IsTest = reader.TokenType == JsonTokenType.True;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
    }

    private static long? Duration(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number
        && SixDigits.TryParseMilliseconds(reader.ValueSpan, out var ms)
        && ms is >= 0 and <= EventLimits.DurationMsMax
            ? ms
            : null;
}
