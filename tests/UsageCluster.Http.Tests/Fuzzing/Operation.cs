using System.Text.Json;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>An operation that the document describes, its references to parameters and responses followed.</summary>
/// <param name="Method">In upper case.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Scopes">Any of them reaches it; none: public.</param>
/// <param name="Parameters">Of path, query and headers.</param>
/// <param name="Bodies">The schema of each media type that it reads.</param>
/// <param name="Responses">By status.</param>
internal sealed record Operation(
    string Method,
    string Path,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<Parameter> Parameters,
    IReadOnlyDictionary<string, JsonElement> Bodies,
    IReadOnlyDictionary<string, JsonElement> Responses)
{
    public string Name => $"{Method} {Path}";

    /// <summary>The response that the document has for a status; null: none.</summary>
    public JsonElement? Response(int status) =>
        Responses.TryGetValue($"{status}", out var response) || Responses.TryGetValue($"{status / 100}XX", out response) ? response : null;
}
