using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>
/// Holds JSON against a schema of the document. It knows the words that the document uses, and refuses any other, so that none is passed over.
/// </summary>
/// <param name="document">Where references lead.</param>
/// <param name="isClosed">Whether a member that the schema does not name is a fault too, as it is in an answer.</param>
internal sealed class SchemaCheck(ApiDocument document, bool isClosed)
{
    private static readonly HashSet<string> Known =
    [
        "$ref", "type", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "items", "minItems", "maxItems",
        "uniqueItems", "required", "properties", "additionalProperties", "oneOf", "anyOf", "allOf", "format",
        "description", "examples", "default", "discriminator",
    ];

    private static readonly ConcurrentDictionary<string, Regex> Patterns = new();

    /// <summary>What is wrong first; null: nothing.</summary>
    public string? Fault(JsonElement schema, JsonElement value, string at = "$")
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        if (Fault(schema, value, at, named) is { } fault)
            return fault;
        if (!isClosed || value.ValueKind != JsonValueKind.Object || named.Count == 0)
            return null;
        foreach (var member in value.EnumerateObject())
        {
            if (!named.Contains(member.Name))
                return $"{at}.{member.Name} is not in the document";
        }

        return null;
    }

    private string? Fault(JsonElement schema, JsonElement value, string at, HashSet<string> named)
    {
        foreach (var word in schema.EnumerateObject())
        {
            if (!Known.Contains(word.Name))
                throw new InvalidOperationException($"The document uses {word.Name}, which is not known here.");
        }

        if (schema.TryGetProperty("$ref", out _) && Fault(document.Follow(schema), value, at, named) is { } referred)
            return referred;
        return Types(schema, value, at) ?? Combined(schema, value, at, named) ?? value.ValueKind switch
        {
            JsonValueKind.String => Text(schema, value.GetString()!, at),
            JsonValueKind.Number => Number(schema, value, at),
            JsonValueKind.Array => Elements(schema, value, at),
            JsonValueKind.Object => Members(schema, value, at, named),
            _ => null,
        };
    }

    private static string? Types(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("type", out var type))
        {
            var types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];
            if (!types.Any(t => IsOf(t, value)))
                return $"{at} is no {type.GetRawText()}: {value.GetRawText()}";
        }

        if (schema.TryGetProperty("const", out var only) && !JsonElement.DeepEquals(only, value))
            return $"{at} is not {only.GetRawText()}";
        return schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(w => JsonElement.DeepEquals(w, value))
            ? $"{at} is none of {words.GetRawText()}: {value.GetRawText()}"
            : null;
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && IsWhole(value),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => throw new InvalidOperationException($"There is no type {type}."),
    };

    private static bool IsWhole(JsonElement value) => value.TryGetDecimal(out var number) ? decimal.IsInteger(number) : double.IsInteger(Double(value));

    private string? Combined(JsonElement schema, JsonElement value, string at, HashSet<string> named)
    {
        foreach (var all in Schemas(schema, "allOf"))
        {
            if (Fault(all, value, at, named) is { } fault)
                return fault;
        }

        foreach (var (word, enough) in new (string, Func<int, bool>)[] { ("oneOf", n => n == 1), ("anyOf", n => n >= 1) })
        {
            var faults = Schemas(schema, word).Select(one =>
            {
                var own = new HashSet<string>(StringComparer.Ordinal);
                var fault = Fault(one, value, at, own);
                if (fault is null)
                    named.UnionWith(own);
                return fault;
            }).ToList();
            if (faults.Count > 0 && !enough(faults.Count(f => f is null)))
                return $"{at} fits {faults.Count(f => f is null)} of {word}: {string.Join("; ", faults)}";
        }

        return null;
    }

    private static JsonElement.ArrayEnumerator Schemas(JsonElement schema, string word) =>
        schema.TryGetProperty(word, out var list) ? list.EnumerateArray() : default;

    private static string? Text(JsonElement schema, string text, string at)
    {
        var length = text.EnumerateRunes().Count();
        if (schema.TryGetProperty("minLength", out var min) && length < min.GetInt32())
            return $"{at} is shorter than {min}";
        if (schema.TryGetProperty("maxLength", out var max) && length > max.GetInt32())
            return $"{at} is longer than {max}";
        if (schema.TryGetProperty("pattern", out var pattern) && !PatternOf(pattern.GetString()!).IsMatch(text))
            return $"{at} is not of {pattern}: {text}";
        return schema.TryGetProperty("format", out var format) && !IsOfFormat(format.GetString()!, text) ? $"{at} is no {format}: {text}" : null;
    }

    private static Regex PatternOf(string pattern)
    {
        if (!Patterns.TryGetValue(pattern, out var known))
        {
            // $ alone would let a line's end pass.
            Patterns[pattern] = known = new Regex(Regex.Replace(pattern, @"\$$", @"\z"), RegexOptions.ECMAScript);
        }

        return known;
    }

    private static bool IsOfFormat(string format, string text) => format switch
    {
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        "uri-reference" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        _ => throw new InvalidOperationException($"There is no format {format}."),
    };

    private static string? Number(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("minimum", out var min) && Compare(value, min) < 0)
            return $"{at} is less than {min}";
        if (schema.TryGetProperty("maximum", out var max) && Compare(value, max) > 0)
            return $"{at} is more than {max}";
        return schema.TryGetProperty("exclusiveMinimum", out var above) && Compare(value, above) <= 0 ? $"{at} is not more than {above}" : null;
    }

    private static int Compare(JsonElement a, JsonElement b) =>
        a.TryGetDecimal(out var x) && b.TryGetDecimal(out var y) ? x.CompareTo(y) : Double(a).CompareTo(Double(b));

    private static double Double(JsonElement number) => double.Parse(number.GetRawText(), CultureInfo.InvariantCulture);

    private string? Elements(JsonElement schema, JsonElement value, string at)
    {
        var count = value.GetArrayLength();
        if (schema.TryGetProperty("minItems", out var min) && count < min.GetInt32())
            return $"{at} has fewer than {min} elements";
        if (schema.TryGetProperty("maxItems", out var max) && count > max.GetInt32())
            return $"{at} has more than {max} elements";
        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.GetBoolean()
            && value.EnumerateArray().Select(e => e.GetRawText()).Distinct(StringComparer.Ordinal).Count() != count)
            return $"{at} has equal elements";
        return schema.TryGetProperty("items", out var items)
            ? value.EnumerateArray().Select((e, i) => Fault(items, e, $"{at}[{i}]")).FirstOrDefault(f => f is not null)
            : null;
    }

    private string? Members(JsonElement schema, JsonElement value, string at, HashSet<string> named)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(r => r.GetString()!).Where(name => !value.TryGetProperty(name, out _)))
                return $"{at}.{name} is missing";
        }

        var properties = schema.TryGetProperty("properties", out var declared) ? declared : default;
        foreach (var member in value.EnumerateObject())
        {
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(member.Name, out var property))
            {
                named.Add(member.Name);
                if (Fault(property, member.Value, $"{at}.{member.Name}") is { } fault)
                    return fault;
            }
            else if (schema.TryGetProperty("additionalProperties", out var additional))
            {
                named.Add(member.Name);
                if (additional.ValueKind == JsonValueKind.False)
                    return $"{at}.{member.Name} is unknown";
                if (Fault(additional, member.Value, $"{at}.{member.Name}") is { } fault)
                    return fault;
            }
        }

        return null;
    }
}
