using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using UsageCluster.Http.Tests.Support;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>What every answer is held against: the document, what the request deserves, and what nobody else may learn.</summary>
internal sealed partial class AnswerCheck(ApiDocument document, World world)
{
    private static readonly int[] RefusalsOfHttp = [400, 414, 431];

    private readonly SchemaCheck _schemas = new(document, isClosed: true);
    private readonly string[] _secrets = [.. world.Secrets.Where(k => !k.EndsWith("00000", StringComparison.Ordinal)).Select(k => k[(k.LastIndexOf('_') + 1)..])];

    /// <summary>What is wrong with an answer; null: nothing.</summary>
    public string? Fault(FuzzCase made, RawAnswer? answer)
    {
        if (answer is null)
            return made.MayBreakHttp ? null : "The server closed without an answer.";
        try
        {
            return Leak(made, answer) ?? Status(made, answer) ?? Form(made, answer);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"The answer cannot be read: {failure.Message}\n{answer.Head}{answer.Text}";
        }
    }

    private static string? Status(FuzzCase made, RawAnswer answer)
    {
        if (answer.Status >= 500)
            return $"The server failed: {answer.Head}{answer.Text}";
        if (IsRefusalOfHttp(answer))
            return made.MayBreakHttp || made.Status is null && made.Fault?.Contains("path", StringComparison.Ordinal) == true ? null : $"The server takes the request for no HTTP: {answer.Head}";
        if (made.Status is { } only && answer.Status != only)
            return $"{answer.Status} in place of {only}: {answer.Text}";
        if (made.MustBeRefused && answer.Status < 400 && !TookNothing(made, answer))
            return $"The document does not allow the request, but it was answered with {answer.Status}: {answer.Text}";
        return made.Fault is null && made.Status is null && answer.Status is 400 or 405 or 413 or 415
            ? $"The document allows the request, but it was answered with {answer.Status}: {answer.Text}"
            : null;
    }

    // Kestrel's own refusals, before any of our code has run: docs/errors.md lists them.
    private static bool IsRefusalOfHttp(RawAnswer answer) => RefusalsOfHttp.Contains(answer.Status) && answer.Body.Length == 0 && answer.Closes && answer.Header("Content-Type") is null;

    // Events are judged one by one.
    private static bool TookNothing(FuzzCase made, RawAnswer answer) =>
        made.Operation.Name == "POST /ingest/events" && answer.Status == 200 && answer.Json.GetProperty("rejected").GetInt32() > 0
        && (made.MayBookOthers || answer.Json.GetProperty("accepted").GetInt32() == 0);

    /// <summary>The operation that the method leads to.</summary>
    private Operation? Reached(FuzzCase made) =>
        document.Operations.FirstOrDefault(o => o.Path == made.Operation.Path && o.Method == made.Request.Method)
        ?? (made.Request.Method == "HEAD" ? document.Operations.FirstOrDefault(o => o.Path == made.Operation.Path && o.Method == "GET") : null);

    private string? Form(FuzzCase made, RawAnswer answer)
    {
        if (IsRefusalOfHttp(answer))
            return null;
        if (answer.Header("X-Content-Type-Options") != "nosniff")
            return $"The answer does not say nosniff: {answer.Head}";
        var isHead = made.Request.Method == "HEAD";
        if (answer.Status >= 400)
            return Problem(made, answer, isHead);
        var documented = Reached(made)?.Response(answer.Status);
        if (made.IsAstray && documented is null)
            return null;
        if (documented is not { } response)
            return $"The document has no {answer.Status} for the operation.";
        if (answer.Status is 204 or 304 || isHead)
            return answer.Body.Length == 0 ? null : $"There is a body, of {answer.Body.Length} bytes.";
        if (answer.MediaType is not { } mediaType
            || !response.TryGetProperty("content", out var content)
            || !content.TryGetProperty(mediaType, out var described))
            return made.IsAstray ? null : $"The document has no {answer.MediaType} for {answer.Status} of the operation.";
        return Content(mediaType, described.GetProperty("schema"), answer) is { } fault && !made.IsAstray ? fault : null;
    }

    private string? Content(string mediaType, JsonElement schema, RawAnswer answer)
    {
        switch (mediaType)
        {
            case "text/csv":
                return answer.Text.EndsWith("\r\n", StringComparison.Ordinal) || answer.Text.EndsWith('\n') ? null : "The CSV does not end a line.";
            case "application/x-ndjson":
                foreach (var line in answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    JsonElement.Parse(line);
                return null;
            default:
                return _schemas.Fault(schema, answer.Json);
        }
    }

    private string? Problem(FuzzCase made, RawAnswer answer, bool isHead)
    {
        if (answer.MediaType != "application/problem+json")
            return $"{answer.Status} is no problem, but {answer.MediaType}";
        if (!made.IsAstray && made.Operation.Response(answer.Status) is null)
            return $"The document has no {answer.Status} for the operation: {answer.Text}";
        if (answer.Status == 401 && answer.Header("WWW-Authenticate") != "Bearer")
            return "401 does not say how to authenticate.";
        if (answer.Status is 429 or 503 && answer.Header("Retry-After") is null)
            return $"{answer.Status} does not say when to come again.";
        if (isHead)
            return null;
        var problem = answer.Json;
        if (_schemas.Fault(document.Problem, problem) is { } fault)
            return fault + ": " + answer.Text;
        var code = problem.GetProperty("code").GetString()!;
        if (problem.GetProperty("status").GetInt32() != answer.Status || problem.GetProperty("type").GetString() != "/docs/errors#" + code)
            return $"The problem's type, status and code do not fit each other: {answer.Text}";
        return problem.GetProperty("title").GetString() == problem.GetProperty("message").GetString()
            && problem.GetProperty("detail").GetString() == problem.GetProperty("description").GetString()
            ? null
            : $"The problem says two things: {answer.Text}";
    }

    private string? Leak(FuzzCase made, RawAnswer answer)
    {
        var text = answer.Head + Encoding.UTF8.GetString(answer.Content);
        if (made.Operation.Path.StartsWith("/openapi", StringComparison.Ordinal))
            return null;
        foreach (var secret in _secrets)
        {
            if (text.Contains(secret, StringComparison.Ordinal))
                return $"A key leaks: {text}";
        }

        var makesSecrets = made.Operation.Name is "POST /admin/keys" or "POST /admin/keys/{id}/rotate" or "POST /admin/webhooks" or "POST /admin/webhooks/{id}/rotate"
            && answer.Status is 200 or 201;
        if (!makesSecrets && Secret().IsMatch(text))
            return $"A secret leaks: {text}";
        foreach (var canary in world.Forbidden(made.Caller))
        {
            if (text.Contains(canary, StringComparison.OrdinalIgnoreCase) && !made.Carries(canary))
                return $"'{canary}' leaks to {made.Caller}: {text}";
        }

        return Inside().Match(text) is { Success: true } inside && !made.Carries(inside.Value) ? $"The answer tells of the server's inside ({inside.Value}): {text}" : null;
    }

    [GeneratedRegex("uc_(admin|ats|company|runtime)_[0-9a-f]{24}_[0-9a-f]{64}|whsec_")]
    private static partial Regex Secret();

    // Stack traces, exceptions, SQL, files.
    [GeneratedRegex(@"   at \w|[a-z]Exception\b|\.cs:line|SQLite|sqlite|Npgsql|\bSELECT \w|\bINSERT INTO|\bUPDATE \w+ SET|/tmp/|UsageCluster\.\w|StackTrace")]
    private static partial Regex Inside();
}
