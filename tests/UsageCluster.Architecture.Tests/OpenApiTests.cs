using System.Text.Json;

namespace UsageCluster.Architecture.Tests;

public class OpenApiTests
{
    private static readonly string[] Methods = ["get", "head", "put", "post", "delete", "patch", "options", "trace"];
    private static readonly JsonElement Document = JsonDocument.Parse(Repository.Text("src/UsageCluster.Gateway/OpenApi/v1.json")).RootElement;

    private static IEnumerable<(string Name, JsonElement Operation)> Operations =>
        from path in Document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        where Methods.Contains(method.Name)
        select ($"{method.Name} {path.Name}", method.Value);

    [Fact]
    public void The_document_is_OpenAPI_3_1() => Assert.StartsWith("3.1.", Document.GetProperty("openapi").GetString(), StringComparison.Ordinal);

    [Fact]
    public void Every_operation_is_named_explained_and_says_what_it_answers()
    {
        Assert.All(Operations, o =>
        {
            Assert.NotEmpty(o.Operation.GetProperty("operationId").GetString()!);
            Assert.NotEmpty(o.Operation.GetProperty("description").GetString()!);
            var statuses = o.Operation.GetProperty("responses").EnumerateObject().Select(r => r.Name).ToList();
            Assert.Contains(statuses, s => s[0] == '2');
            Assert.Contains(statuses, s => s[0] == '4');
        });
        var ids = Operations.Select(o => o.Operation.GetProperty("operationId").GetString()).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Every_operation_with_a_key_names_its_scope_and_answers_401_and_403()
    {
        var withKey = Operations.Where(o => o.Operation.GetProperty("security").GetArrayLength() > 0).ToList();
        Assert.NotEmpty(withKey);
        Assert.All(withKey, o =>
        {
            Assert.Contains("Scope: `", o.Operation.GetProperty("description").GetString()!, StringComparison.Ordinal);
            Assert.True(o.Operation.GetProperty("responses").TryGetProperty("401", out _), o.Name);
            Assert.True(o.Operation.GetProperty("responses").TryGetProperty("403", out _), o.Name);
        });
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_component_is_used()
    {
        var references = Strings(Document, "$ref").ToHashSet();
        Assert.DoesNotContain(references, r => !Leads(r));
        var components =
            from kind in Document.GetProperty("components").EnumerateObject()
            where kind.Name != "securitySchemes"
            from component in kind.Value.EnumerateObject()
            select $"#/components/{kind.Name}/{component.Name}";
        Assert.Empty(components.Except(references));
    }

    [Fact]
    public void Every_code_in_an_example_exists_with_the_status_and_title_shown()
    {
        // A currency has a code too.
        var examples = Objects(Document)
            .Where(o => o.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String && !o.TryGetProperty("minorUnits", out _)).ToList();
        var problems = examples.Where(e => e.TryGetProperty("traceId", out _)).ToList();
        Assert.NotEmpty(problems);
        Assert.All(problems, p => Assert.Equal(ErrorCodeSource.OfAnswers[p.GetProperty("code").GetString()!], p.GetProperty("status").GetInt32()));
        Assert.All(examples.Except(problems), e => Assert.Contains(e.GetProperty("code").GetString()!, ErrorCodeSource.OfEvents));
    }

    [Fact]
    public void Every_code_of_an_answer_is_shown_in_an_example()
    {
        // Answers that no documented operation can give.
        string[] beside = ["not_found", "method_not_allowed", "request_timeout"];
        var shown = Objects(Document).Where(o => o.TryGetProperty("traceId", out _) && o.TryGetProperty("code", out _))
            .Select(o => o.GetProperty("code").ToString());
        Assert.Empty(ErrorCodeSource.OfAnswers.Keys.Except(shown).Except(beside));
    }

    private static bool Leads(string reference)
    {
        var at = Document;
        return reference.StartsWith("#/", StringComparison.Ordinal)
            && reference[2..].Split('/').All(part => at.TryGetProperty(part.Replace("~1", "/", StringComparison.Ordinal), out at));
    }

    private static IEnumerable<string> Strings(JsonElement element, string name) =>
        Objects(element)
            .Where(o => o.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
            .Select(o => o.GetProperty(name).GetString()!);

    private static IEnumerable<JsonElement> Objects(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Objects(p.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}
