using System.Text.Json;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>A parameter of an operation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Schema">Of its value.</param>
/// <param name="Description">Words for it.</param>
internal sealed record Parameter(string Name, string In, bool Required, JsonElement Schema, string Description);
