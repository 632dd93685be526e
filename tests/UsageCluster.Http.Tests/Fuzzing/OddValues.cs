using System.Text.Json;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>Values that programs stumble over, and those at the bounds of a schema, as JSON.</summary>
internal static class OddValues
{
    /// <summary>Texts that are no instants, or are at the bounds of what is one.</summary>
    public static readonly string[] Instants =
    [
        "", "0000-00-00", "1969-12-31T23:59:59Z", "1970-01-01", "1970-01-01T00:00:00+14:00", "9999-12-31", "9999-12-31T23:59:59.9999999Z",
        "9999-12-31T23:59:59.9999999-14:00", "10000-01-01", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-01T24:00:00Z", "2024-01-01T23:60",
        "2024-01-01T23:59:60Z", "2024-01-01T10:00:00.12345678Z", "2024-01-01t10:00:00z", "2024-01-01 10:00:00", "2024-1-1", "01/02/2024", "2024-01-01T10",
        "2024-01-01T10:00:00+24:00", "2024-01-01T10:00:00+5:00", "2024-W01", "2024-001", "1704067200", "now", "２０２４-01-01", "2024-01-01Z", "-2024-01-01",
        "2024-01-01T10:00:00.Z", "2024-01-01T10:00:00,5Z", " 2024-01-01", "2024-01-01\n",
    ];

    /// <summary>Texts of every kind.</summary>
    public static readonly string[] Texts =
    [
        "", " ", "a b", "a/b", "..", ".", "*", "%", "%41", "a%00b", "\0", "a\0b", "\n", "a\r\nX-Injected: 1", "\t", "\u001b[31m", "\u007f", "\u0085", "\u2028",
        "\u202e", "\ufeff", "\ufffe", "\ufdd0", "\u200b", "\ud83d\ude00", "é", "e\u0301", "İ", "ß", "ａ", "Ⅷ", "null", "undefined", "NaN", "Infinity", "-0", "1e400",
        "0x10", "01", "+1", "1_000", "true", "TRUE", "[object Object]", "' OR '1'='1", "'; DROP TABLE companies; --", "<script>alert(1)</script>",
        "{{7*7}}", "${7*7}", "$(id)", "`id`", "=1+1", "../../etc/passwd", "..\\..\\windows", "file:///etc/passwd", "\\u0000", "a\\", "\"", "'",
    ];

    // Written as JSON. Some are none.
    private static readonly string[] Any =
    [
        "null", "true", "false", "0", "-1", "1", "-0", "0.0", "1.0", "1e0", "1e2", "1E-2", "1e400", "-1e400", "1e-400", "0.1", "0.0001", "0.0000001",
        "0.00000000000000000000000000001", "604800", "604800.001", "604801", "2147483647", "2147483648", "-2147483648", "9007199254740993",
        "9223372036854775807", "9223372036854775808", "9223372036854.775807", "9223372036854.775808", "-9223372036854.775808", "1000000000000000000000000000000",
        "\"\"", "\"1\"", "\"true\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"a\":1}", "\"\\ud800\"", "\"\\udc00a\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"",
    ];

    /// <summary>Any value as JSON, whatever the schema says.</summary>
    public static string Json(Random random) => random.Next(12) switch
    {
        0 => Nested(random.Next(2) == 0 ? 60 : 70, '[', ']'),
        1 => string.Concat(Enumerable.Repeat("{\"a\":", 65)) + "1" + new string('}', 65),
        2 => JsonSerializer.Serialize(new string('x', random.Next(2) == 0 ? 300 : 70_000)),
        3 or 4 => JsonSerializer.Serialize(random.Pick(Texts)),
        5 => JsonSerializer.Serialize(random.Pick(Instants)),
        _ => random.Pick(Any),
    };

    /// <summary>Values at a schema's bounds and just outside.</summary>
    public static IEnumerable<string> AtBounds(ApiDocument document, JsonElement schema)
    {
        foreach (var one in Alternatives(document, schema))
        {
            if (Number(one, "minimum") is { } min)
                yield return min;
            foreach (var (word, further) in new[] { ("minimum", new[] { -1, -0.001m }), ("maximum", [0, 1, 0.001m]), ("exclusiveMinimum", [0, 0.000001m]) })
            {
                if (!one.TryGetProperty(word, out var bound))
                    continue;
                foreach (var by in further)
                    yield return FormattableString.Invariant($"{bound.GetDecimal() + by}");
            }

            foreach (var text in TextsAtBounds(one))
                yield return JsonSerializer.Serialize(text);
        }
    }

    /// <summary>Arrays or objects within each other.</summary>
    public static string Nested(int depth, char open, char close) => new string(open, depth) + new string(close, depth);

    private static string? Number(JsonElement schema, string word) => schema.TryGetProperty(word, out var bound) ? bound.GetRawText() : null;

    private static IEnumerable<string> TextsAtBounds(JsonElement schema)
    {
        foreach (var word in (string[])["minLength", "maxLength"])
        {
            if (!schema.TryGetProperty(word, out var bound))
                continue;
            foreach (var length in (int[])[bound.GetInt32() - 1, bound.GetInt32(), bound.GetInt32() + 1])
            {
                foreach (var letter in (string[])["a", "é", "\ud83d\ude00"])
                    yield return string.Concat(Enumerable.Repeat(letter, Math.Max(0, length)));
            }
        }

        if (schema.TryGetProperty("enum", out var words))
        {
            foreach (var word in words.EnumerateArray().Where(w => w.ValueKind == JsonValueKind.String).Select(w => w.GetString()!))
            {
                foreach (var odd in (string[])[word, word.ToUpperInvariant(), word.ToLowerInvariant(), word + " ", word + "\n", "," + word, word[..^1]])
                    yield return odd;
            }
        }

        if (!schema.TryGetProperty("pattern", out var pattern))
            yield break;
        var odds = pattern.GetString()!.Contains(@"\d{4}", StringComparison.Ordinal)
            ? Instants
            : ["", new string('a', 64), new string('a', 65), "a\n", "a ", "é", "ａ", "a\0", "2024-13", "2024-00", "0000-01", "9999-12", "eur", "EURO", "EU"];
        foreach (var odd in odds)
            yield return odd;
    }

    private static IEnumerable<JsonElement> Alternatives(ApiDocument document, JsonElement schema)
    {
        var followed = document.Follow(schema);
        yield return followed;
        foreach (var word in (string[])["oneOf", "anyOf", "allOf"])
        {
            if (!followed.TryGetProperty(word, out var list))
                continue;
            foreach (var one in list.EnumerateArray().SelectMany(s => Alternatives(document, s)))
                yield return one;
        }
    }
}
