using System.Text.Json;

namespace UsageCluster.Gateway.Ingest;

/// <summary>The member names of one object that are not otherwise known, to find one that stands twice.</summary>
internal sealed class MemberNames
{
    // Clearing costs by the size a set once had: one that grew large is left behind instead.
    private const int KeptMax = 64;
    private HashSet<string>? _names;

    /// <summary>Begins another object.</summary>
    public void Clear()
    {
        if (_names is { Count: > KeptMax })
            _names = null;
        else
            _names?.Clear();
    }

    /// <summary>Notes the property name at hand; a fault if it is there already or is no text.</summary>
    public EventFault? Add(ref Utf8JsonReader reader)
    {
        if (!JsonText.TryGet(ref reader, out var name))
            return new EventFault(EventCodes.InvalidField, null, "A member's name has an unpaired surrogate.");
        _names ??= new HashSet<string>(StringComparer.Ordinal);
        return _names.Add(name) ? null : EventFault.Duplicate(name.Length <= 64 ? name : null);
    }
}
