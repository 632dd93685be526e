using System.Globalization;
using System.Text;
using System.Text.Json;
using UsageCluster.Core.Events;
using UsageCluster.Core.Quantities;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Admin;

/// <summary>
/// Reads the members of a JSON object by their grammar and collects every bad one: wrong, missing, given twice, and unknown. A null is as absent.
/// A member that is absent or bad reads as null.
/// </summary>
internal sealed class FieldReader
{
    /// <summary>Bad fields that an answer lists.</summary>
    public const int ErrorsMax = 1_000;

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<FieldError> _errors = [];

    /// <summary>A reader of an object.</summary>
    public FieldReader(JsonElement json)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (!TryName(member, out var name))
                Add("", "a member's name has an unpaired surrogate.");
            else if (!_members.TryAdd(name, member.Value))
                Add(name, "given more than once.");
        }
    }

    /// <summary>Notes that a field is bad.</summary>
    public void Add(string name, string description)
    {
        if (_errors.Count < ErrorsMax)
            _errors.Add(new FieldError(name, description));
    }

    /// <summary>Throws the problem with all that is bad, members that nobody has read included, if anything is.</summary>
    public void ThrowIfBad()
    {
        foreach (var name in _members.Keys)
        {
            if (_read.Add(name))
                Add(name, "not a field of this body.");
        }

        if (_errors.Count > 0)
            throw new ProblemException(ErrorCodes.InvalidBody, ProblemWriter.Summary(_errors), _errors);
    }

    /// <summary>A name: 1 to 200 printable characters of any script.</summary>
    public string? Name(string name, bool required = true) =>
        Text(name, required, static t => Identifiers.IsName(t), "expected a string of 1 to 200 printable characters.");

    /// <summary>A company or ATS id, cost key or focus.</summary>
    public string? Token(string name, bool required = true) =>
        Text(name, required, static t => Identifiers.IsToken(t), "expected a string of 1 to 64 of A-Z a-z 0-9 . _ -");

    /// <summary>One of some words.</summary>
    public string? Word(string name, IReadOnlyList<string> words, bool required = true) =>
        Text(name, required, words.Contains, $"expected one of {string.Join(", ", words)}.");

    /// <summary>A string by a rule.</summary>
    public string? Text(string name, bool required, Func<string, bool> rule, string expected)
    {
        if (!TryFind(name, required, out var value))
            return null;
        if (TryText(value, out var text) && rule(text))
            return text;
        Add(name, expected);
        return null;
    }

    /// <summary>An instant (contract, "Instants").</summary>
    public Instant? Instant(string name)
    {
        if (!TryFind(name, required: false, out var value))
            return null;
        if (TryText(value, out var text) && InstantGrammar.TryParse(text, out var instant))
            return instant;
        Add(name, "expected an instant as 2024-01-31 or 2024-01-31T09:30:00Z, of the years 1970 to 9999.");
        return null;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool? Boolean(string name, bool required = true)
    {
        if (!TryFind(name, required, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Add(name, "expected true or false.");
        return null;
    }

    /// <summary>A whole number in a range.</summary>
    public int? Integer(string name, bool required, int min, int max)
    {
        if (!TryFind(name, required, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max)
            return number;
        Add(name, string.Create(CultureInfo.InvariantCulture, $"expected a whole number from {min} to {max}."));
        return null;
    }

    /// <summary>An amount of at least 0 with at most 6 fraction digits, in millionths.</summary>
    public long? Micro(string name, bool required = true)
    {
        if (!TryFind(name, required, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number
            && SixDigits.TryParseMicro(Encoding.UTF8.GetBytes(value.GetRawText()), out var micro)
            && micro >= 0)
            return micro;
        Add(name, "expected a JSON number of at least 0 with at most 6 fraction digits.");
        return null;
    }

    /// <summary>An amount of either sign with at most 6 fraction digits, in millionths.</summary>
    public long? SignedMicro(string name)
    {
        if (!TryFind(name, required: true, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number
            && SixDigits.TryParseMicro(Encoding.UTF8.GetBytes(value.GetRawText()), out var micro)
            && micro > long.MinValue)
            return micro;
        Add(name, "expected a JSON number with at most 6 fraction digits.");
        return null;
    }

    /// <summary>An object of booleans under printable names; none if it is absent. Each bad member is noted under its own name.</summary>
    public IReadOnlyDictionary<string, bool> Flags(string name, int countMax)
    {
        var flags = new Dictionary<string, bool>(StringComparer.Ordinal);
        if (!TryFind(name, required: false, out var value))
            return flags;
        if (value.ValueKind != JsonValueKind.Object)
        {
            Add(name, "expected an object of booleans.");
            return flags;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!TryName(member, out var flag) || !Identifiers.IsName(flag))
                Add(name, "expected names of 1 to 200 printable characters.");
            else if (member.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                Add($"{name}.{flag}", "expected true or false.");
            else if (!flags.TryAdd(flag, member.Value.GetBoolean()))
                Add($"{name}.{flag}", "given more than once.");
        }

        if (flags.Count > countMax)
            Add(name, string.Create(CultureInfo.InvariantCulture, $"expected at most {countMax} members."));
        return flags;
    }

    /// <summary>A duration in seconds, 0 to 604,800 with at most 3 fraction digits, as milliseconds.</summary>
    public long? DurationMs(string name)
    {
        const int MicroPerMs = 1_000;
        if (!TryFind(name, required: false, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number
            && SixDigits.TryParseMicro(Encoding.UTF8.GetBytes(value.GetRawText()), out var micro)
            && micro >= 0
            && micro % MicroPerMs == 0
            && micro / MicroPerMs <= EventLimits.DurationMsMax)
            return micro / MicroPerMs;
        Add(name, "expected a JSON number from 0 to 604800 with at most 3 fraction digits.");
        return null;
    }

    /// <summary>An array of different strings by a rule; each bad element is noted under its own index.</summary>
    public IReadOnlyList<string>? Texts(string name, bool required, int countMax, Func<string, bool> rule, string expected)
    {
        if (!TryFind(name, required, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Array)
        {
            Add(name, "expected an array of strings.");
            return null;
        }

        if (value.GetArrayLength() > countMax)
        {
            Add(name, string.Create(CultureInfo.InvariantCulture, $"expected at most {countMax} elements."));
            return null;
        }

        var texts = new List<string>(value.GetArrayLength());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"{name}[{index++}]");
            if (!TryText(element, out var text) || !rule(text))
                Add(field, expected);
            else if (!seen.Add(text))
                Add(field, "stands in the array already.");
            else
                texts.Add(text);
        }

        // Elements that are bad are named already: an array of nothing else is not an empty one.
        return texts.Count == 0 && index > 0 ? null : texts;
    }

    /// <summary>Notes a member as bad if it is there and not null.</summary>
    public void Forbid(string name, string description)
    {
        if (TryFind(name, required: false, out _))
            Add(name, description);
    }

    /// <summary>Whether the member is there and not null.</summary>
    public bool Has(string name) => _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Leaves a member unjudged.</summary>
    public void Skip(string name) => _read.Add(name);

    private bool TryFind(string name, bool required, out JsonElement value)
    {
        _read.Add(name);
        if (_members.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null)
            return true;
        if (required)
            Add(name, "required.");
        return false;
    }

    private static bool TryText(JsonElement value, out string text)
    {
        text = "";
        if (value.ValueKind != JsonValueKind.String)
            return false;
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // An escape of half a surrogate pair.
            return false;
        }
    }

    private static bool TryName(JsonProperty member, out string name)
    {
        name = "";
        try
        {
            name = member.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
