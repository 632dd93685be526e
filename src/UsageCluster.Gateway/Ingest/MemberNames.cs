using System.Text;
using System.Text.Json;

namespace UsageCluster.Gateway.Ingest;

/// <summary>Reads the member names of one object, and finds one that is not read but stands twice.</summary>
internal sealed class MemberNames(KnownNames known)
{
    // Clearing costs by the size a set once had: one that grew large is left behind instead.
    private const int KeptMax = 64;
    private HashSet<string>? _others;

    /// <summary>Begins another object.</summary>
    public void Clear()
    {
        if (_others is { Count: > KeptMax })
            _others = null;
        else
            _others?.Clear();
    }

    /// <summary>
    /// The place of the property name at hand among those that are read, -1 if it is none. Notes the fault of a name that is no text, or of one
    /// that is not read and stands twice; once the event is at fault, such names cost nothing more.
    /// </summary>
    public int Read(ref Utf8JsonReader reader, int expected, EventDraft draft)
    {
        var index = -1;
        if (!reader.ValueIsEscaped)
        {
            index = known.IndexOf(reader.ValueSpan, expected);
            if (index < 0 && draft.Fault is null)
                Note(Encoding.UTF8.GetString(reader.ValueSpan), draft);
        }
        else if (draft.Fault is null)
        {
            if (!JsonText.TryGet(ref reader, out var name))
                draft.Fail(new EventFault(EventCodes.InvalidField, null, "A member's name has an unpaired surrogate."));
            else if ((index = known.IndexOf(name)) < 0)
                Note(name, draft);
        }

        return index;
    }

    private void Note(string name, EventDraft draft)
    {
        _others ??= new HashSet<string>(StringComparer.Ordinal);
        if (!_others.Add(name))
            draft.Fail(EventFault.Duplicate(name.Length <= 64 ? name : null));
    }
}
