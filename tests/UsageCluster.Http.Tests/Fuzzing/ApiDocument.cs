using System.Text.Json;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>Our OpenAPI document, as it lies beside the code.</summary>
internal sealed class ApiDocument
{
    private readonly JsonElement _root = JsonElement.Parse(File.ReadAllBytes(Repository.Under("src", "UsageCluster.Gateway", "OpenApi", "v1.json")));

    // Small copies: to look into the whole takes long.
    private readonly Dictionary<string, JsonElement> _found = [];

    public ApiDocument() => Operations =
    [
        .. from path in _root.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select Read(path.Name, operation),
    ];

    /// <summary>The schema of every error.</summary>
    public JsonElement Problem => Find("#/components/schemas/Problem");

    /// <summary>Every operation, in the document's order.</summary>
    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>What a reference leads to; anything else is returned as it is.</summary>
    public JsonElement Follow(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
            element = Find(reference.GetString()!);
        return element;
    }

    private JsonElement Find(string reference)
    {
        if (_found.TryGetValue(reference, out var found))
            return found;
        found = _root;
        foreach (var part in reference[2..].Split('/'))
            found = found.GetProperty(part.Replace("~1", "/", StringComparison.Ordinal));
        return _found[reference] = found.Clone();
    }

    private Operation Read(string path, JsonProperty operation)
    {
        var value = operation.Value;
        var parameters = value.TryGetProperty("parameters", out var listed)
            ? listed.EnumerateArray().Select(Follow).Select(p => new Parameter(
                p.GetProperty("name").GetString()!,
                p.GetProperty("in").GetString()!,
                p.TryGetProperty("required", out var required) && required.GetBoolean(),
                p.GetProperty("schema").Clone(),
                p.GetProperty("description").GetString()!)).ToList()
            : [];
        var bodies = value.TryGetProperty("requestBody", out var body)
            ? Follow(body).GetProperty("content").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetProperty("schema").Clone())
            : [];
        return new Operation(
            operation.Name.ToUpperInvariant(),
            path,
            value.GetProperty("security").GetArrayLength() == 0 ? [] : Scopes(value.GetProperty("description").GetString()!),
            parameters,
            bodies,
            value.GetProperty("responses").EnumerateObject().ToDictionary(r => r.Name, r => Follow(r.Value).Clone()));
    }

    private static string[] Scopes(string description) =>
        description.Split("Scope: `")[1].Split('.')[0].Replace("`", "", StringComparison.Ordinal).Split(" or ");
}
