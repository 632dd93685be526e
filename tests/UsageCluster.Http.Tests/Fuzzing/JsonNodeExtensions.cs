using System.Text.Json;
using System.Text.Json.Nodes;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>Members that may be there.</summary>
internal static class JsonNodeExtensions
{
    /// <summary>Sets a member, once in two times unless always; and another one with it.</summary>
    public static JsonObject With(
        this JsonObject node, Random random, string name, Func<object?> value, bool always = false, (string Name, Func<object?> Value)? also = null)
    {
        if (!random.OneIn(2) && !always)
            return node;
        node[name] = JsonSerializer.SerializeToNode(value());
        if (also is var (other, otherValue))
            node[other] = JsonSerializer.SerializeToNode(otherValue());
        return node;
    }

    /// <summary>Every place below a node, with the schema that the document has for it.</summary>
    public static IEnumerable<(JsonNode Parent, object Key, JsonElement? Schema)> Places(this JsonNode node, ApiDocument document, JsonElement? schema)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                var own = schema is { } known ? Property(document, known, name) : null;
                yield return (node, name, own);
                if (value is null)
                    continue;
                foreach (var place in value.Places(document, own))
                    yield return place;
            }
        }
        else if (node is JsonArray elements)
        {
            for (var i = 0; i < elements.Count; i++)
            {
                var own = schema is { } known ? Property(document, known, null) : null;
                yield return (node, i, own);
                if (elements[i] is not { } element)
                    continue;
                foreach (var place in element.Places(document, own))
                    yield return place;
            }
        }
    }

    /// <summary>Replaces what is at a place.</summary>
    public static void Replace(this (JsonNode Parent, object Key, JsonElement? Schema) place, JsonNode? value)
    {
        if (place.Key is string name)
            place.Parent[name] = value;
        else
            place.Parent[(int)place.Key] = value;
    }

    /// <summary>The schema of a member, or of elements where none is named.</summary>
    private static JsonElement? Property(ApiDocument document, JsonElement schema, string? name)
    {
        schema = document.Follow(schema);
        if (name is null && schema.TryGetProperty("items", out var items))
            return items;
        if (name is not null && schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out var property))
            return property;
        foreach (var word in (string[])["oneOf", "anyOf", "allOf"])
        {
            if (!schema.TryGetProperty(word, out var list))
                continue;
            foreach (var one in list.EnumerateArray())
            {
                if (Property(document, one, name) is { } found)
                    return found;
            }
        }

        return null;
    }
}
