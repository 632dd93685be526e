using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Requests;

/// <summary>
/// Reads query parameters by their grammar and collects every bad one. Names are compared exactly; a parameter that no one reads is
/// ignored; one that is read and was given twice is bad. Absent ones read as null.
/// </summary>
internal sealed class QueryReader(HttpRequest request)
{
    private const string InstantExpected = "expected an instant as 2024-01-31, 2024-01-31T09:30Z or 2024-01-31T09:30:00.000+02:00, of the years 1970 to 9999.";

    private readonly string _query = request.QueryString.Value ?? "";
    private List<FieldError>? _errors;

    /// <summary>What is bad so far.</summary>
    public IReadOnlyList<FieldError> Errors => _errors ?? (IReadOnlyList<FieldError>)[];

    /// <summary>Whether a parameter was found bad.</summary>
    public bool IsBad(string name) => _errors is not null && _errors.Exists(e => e.Name == name);

    /// <summary>Notes that a parameter is bad.</summary>
    public void Add(string name, string description) => (_errors ??= []).Add(new FieldError(name, description));

    /// <summary>Throws the problem with all that is bad, if anything is.</summary>
    public void ThrowIfBad()
    {
        if (_errors is not null)
            throw new ProblemException(ErrorCodes.InvalidParameter, ProblemWriter.Summary(_errors), _errors);
    }

    /// <summary>An instant (contract, "Instants"); a <c>+</c> that arrived as a space is read as <c>+</c>.</summary>
    public Instant? Instant(string name)
    {
        if (!TryFind(name, out var value))
            return null;
        Span<char> text = stackalloc char[64];
        if (value.Length <= text.Length)
        {
            text = text[..value.Length];
            value.Span.Replace(text, ' ', '+');
            if (InstantGrammar.TryParse(text, out var instant))
                return instant;
        }

        Add(name, InstantExpected);
        return null;
    }

    /// <summary>A company or ATS id, a cost key or an agent focus.</summary>
    public string? Token(string name)
    {
        if (!TryFind(name, out var value))
            return null;
        if (Identifiers.IsToken(value.Span))
            return value.ToString();
        Add(name, $"expected 1 to {Identifiers.TokenLengthMax} of A–Z a–z 0–9 . _ - characters.");
        return null;
    }

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>, decimal digits only.</summary>
    public int? Integer(string name, int min, int max)
    {
        if (!TryFind(name, out var value))
            return null;
        if (int.TryParse(value.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Add(name, string.Create(CultureInfo.InvariantCulture, $"expected a whole number from {min} to {max}."));
        return null;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool? Boolean(string name)
    {
        if (!TryFind(name, out var value))
            return null;
        switch (value.Span)
        {
            case "true":
                return true;
            case "false":
                return false;
            default:
                Add(name, "expected true or false.");
                return null;
        }
    }

    /// <summary>A text of 1 to <paramref name="lengthMax"/> characters, of which no more is known.</summary>
    public string? Text(string name, int lengthMax, string expected)
    {
        if (!TryFind(name, out var value))
            return null;
        if (value.Length >= 1 && value.Length <= lengthMax)
            return value.ToString();
        Add(name, expected);
        return null;
    }

    /// <summary>Company ids: a parameter that may stand several times. None if it is absent.</summary>
    public IReadOnlyList<string> Tokens(string name, int countMax)
    {
        var tokens = new List<string>();
        foreach (var value in All(name))
        {
            if (!Identifiers.IsToken(value.Span) || tokens.Count == countMax)
            {
                Add(name, string.Create(
                    CultureInfo.InvariantCulture,
                    $"expected 1 to {Identifiers.TokenLengthMax} of A–Z a–z 0–9 . _ - characters, at most {countMax} times."));
                return [];
            }

            tokens.Add(value.ToString());
        }

        return tokens;
    }

    /// <summary>Some of some words: a parameter that may stand several times. None if it is absent.</summary>
    public IReadOnlyList<string> Words(string name, IReadOnlyList<string> words)
    {
        var found = new List<string>();
        foreach (var value in All(name))
        {
            var word = value.ToString();
            if (!words.Contains(word))
            {
                Add(name, $"expected {string.Join(", ", words)}.");
                return [];
            }

            if (!found.Contains(word))
                found.Add(word);
        }

        return found;
    }

    /// <summary>One of some words.</summary>
    public string? Word(string name, IReadOnlyList<string> words)
    {
        if (!TryFind(name, out var value))
            return null;
        var word = value.ToString();
        if (words.Contains(word))
            return word;
        Add(name, $"expected one of {string.Join(", ", words)}.");
        return null;
    }

    /// <summary>A calendar month as <c>2024-01</c>, of the years 1970 to 9998: its first instant.</summary>
    public DateTime? Month(string name)
    {
        if (!TryFind(name, out var value))
            return null;
        if (TryMonth(value.Span, out var month))
            return month;
        Add(name, "expected a month as 2024-01, of the years 1970 to 9998.");
        return null;
    }

    /// <summary>Reads a calendar month.</summary>
    public static bool TryMonth(ReadOnlySpan<char> text, out DateTime month) =>
        DateTime.TryParseExact(
            text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out month)
        && text.Length == 7
        && month.Year is >= 1970 and <= 9998;

    // What has nothing to decode is compared and taken as it is: the framework makes a string of whatever is long.
    private static bool Is(QueryStringEnumerable.EncodedNameValuePair pair, string name) =>
        NeedsDecoding(pair.EncodedName.Span) ? pair.DecodeName().Span.SequenceEqual(name) : pair.EncodedName.Span.SequenceEqual(name);

    private static ReadOnlyMemory<char> Decode(QueryStringEnumerable.EncodedNameValuePair pair) =>
        NeedsDecoding(pair.EncodedValue.Span) ? pair.DecodeValue() : pair.EncodedValue;

    private static bool NeedsDecoding(ReadOnlySpan<char> text) => text.ContainsAny('%', '+');

    private List<ReadOnlyMemory<char>> All(string name)
    {
        var values = new List<ReadOnlyMemory<char>>();
        if (_query.Length == 0)
            return values;
        foreach (var pair in new QueryStringEnumerable(_query))
        {
            if (Is(pair, name))
                values.Add(Decode(pair));
        }

        return values;
    }

    private bool TryFind(string name, out ReadOnlyMemory<char> value)
    {
        value = default;
        var found = false;
        if (_query.Length == 0)
            return false;
        foreach (var pair in new QueryStringEnumerable(_query))
        {
            if (!Is(pair, name))
                continue;
            if (found)
            {
                Add(name, "given more than once.");
                return false;
            }

            found = true;
            value = Decode(pair);
        }

        return found;
    }
}
