using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>Makes the requests of a run. Each depends on its seed and number only, and on what the server has made so far.</summary>
internal sealed class CaseMaker(ApiDocument document, World world, long seed)
{
    private const int TriesMax = 200;

    private static readonly Caller[] Callers = Enum.GetValues<Caller>();

    private readonly BodyFaults _bodies = new(document);

    /// <summary>A request; <paramref name="onlyRefused"/>: one that the server must refuse whole.</summary>
    public FuzzCase Make(int index, bool onlyRefused)
    {
        var random = new Random(unchecked((int)((seed * 1_000_003) + (index * 7_919L))));
        for (var tries = 0; tries < TriesMax; tries++)
        {
            // In turn, so that all are reached. Some can hardly be refused.
            var operation = onlyRefused ? random.Pick(document.Operations) : document.Operations[index % document.Operations.Count];
            var made = Make(operation, index, onlyRefused, random);
            if (!onlyRefused || (made.MustBeRefused && !made.MayBookOthers))
                return made;
        }

        throw new InvalidOperationException("No request was made that must be refused.");
    }

    private FuzzCase Make(Operation operation, int index, bool onlyRefused, Random random)
    {
        var allowed = Callers.Where(c => Scopes(c).Intersect(operation.Scopes).Any() || operation.Scopes.Count == 0).ToList();
        var caller = random.OneIn(6) ? random.Pick(Callers) : random.Pick(allowed);
        var made = new FuzzCase(seed, index, onlyRefused) { Operation = operation, Caller = caller, Request = new FuzzRequest { Method = operation.Method, Path = "" } };
        var values = new ValidValues(world, random, caller);
        var path = operation.Parameters.Where(p => p.In == "path").ToDictionary(p => p.Name, p => values.Of(operation, p));
        AddKey(made, random);
        AddQuery(made, values, random);
        var body = AddBody(made, new ValidBodies(world, values, random, $"fz-{seed}-{index}"), path, random);
        Expect(made, allowed);
        if (made.MustBeRefused ? random.OneIn(4) : !random.OneIn(4))
            AddFault(made, path, body, random);
        made.Request.Path = string.Concat(operation.Path.Split('{', '}').Select((part, i) => i % 2 == 0 ? part : Escape(path[part])));
        return made;
    }

    private static IEnumerable<string> Scopes(Caller caller) => caller switch
    {
        Caller.Admin or Caller.Bootstrap => ["admin:read", "admin:write", "read:billing"],
        Caller.Company or Caller.CreditsCompany or Caller.Ats or Caller.OtherCompany or Caller.OtherAts => ["read:billing"],
        Caller.Runtime or Caller.BoundRuntime => ["write:usage"],
        _ => [],
    };

    private static void Expect(FuzzCase made, IReadOnlyList<Caller> allowed)
    {
        if (made.Operation.Scopes.Count == 0 || allowed.Contains(made.Caller))
            return;
        made.MustBeRefused = true;
        made.Status = Scopes(made.Caller).Any() ? 403 : 401;
    }

    /// <summary>The document's query and headers: what is needed, and some of the rest. What belongs together is there together.</summary>
    private static void AddQuery(FuzzCase made, ValidValues values, Random random)
    {
        var ranged = random.OneIn(2);
        foreach (var parameter in made.Operation.Parameters.Where(p => p.In != "path"))
        {
            var isGiven = parameter.Required
                || (parameter.Name is "start" or "end" or "from" or "to" ? ranged : random.OneIn(3))
                || (parameter.Name == "companyId" && (made.Caller is Caller.Admin or Caller.Bootstrap || IsOfOne(parameter)));
            if (!isGiven || parameter.Name == "after" || parameter.Name.StartsWith("ce-", StringComparison.Ordinal))
                continue;
            var value = values.Of(made.Operation, parameter);
            if (parameter.In == "header")
                made.Request.SetHeader(parameter.Name, value);
            else
                made.Request.Query.Add($"{parameter.Name}={Escape(value)}");
        }
    }

    // No schema can say that it depends on the key.
    private static bool IsOfOne(Parameter parameter) => parameter.Description.Contains("ATS or admin key: required", StringComparison.Ordinal);

    private void AddKey(FuzzCase made, Random random)
    {
        var headers = made.Request.Headers;
        void Add(string key, bool named) => headers.Add(named ? ("X-API-Key", key) : ("Authorization", "Bearer " + key));
        var named = random.OneIn(3);
        switch (made.Caller)
        {
            case Caller.Nobody:
                return;
            case Caller.TwoDifferent:
                Add(world.Key(Caller.Admin), false);
                Add(world.Key(Caller.Bootstrap), true);
                return;
            case Caller.Twice:
                Add(world.Key(Caller.Admin), named);
                Add(world.Key(Caller.Admin), named);
                return;
            default:
                Add(world.Key(made.Caller), named);
                return;
        }
    }

    private static (JsonNode? Json, JsonElement Schema) AddBody(FuzzCase made, ValidBodies bodies, Dictionary<string, string> path, Random random)
    {
        if (made.Operation.Bodies.Count == 0)
            return (null, default);
        var (mediaType, schema) = random.Pick([.. made.Operation.Bodies]);
        var request = made.Request;
        request.SetHeader("Content-Type", mediaType);
        JsonNode json;
        if (mediaType == "application/json" && made.Operation.Path.EndsWith("/events", StringComparison.Ordinal) && random.OneIn(4))
        {
            json = bodies.CloudEventData();
            var data = (string[])["ce-specversion:1.0", $"ce-id:{random.Next()}", "ce-source:/tests", "ce-type:fz-cost-0", "ce-subject:fz-0", "ce-time:2024-05-01T00:00:00Z"];
            foreach (var header in data)
                request.SetHeader(header.Split(':', 2)[0], header.Split(':', 2)[1]);
        }
        else
        {
            json = bodies.Of(made.Operation, mediaType, path);
        }

        request.Body = Encoding.UTF8.GetBytes(mediaType == "application/x-ndjson"
            ? string.Join('\n', json.AsArray().Select(e => e!.ToJsonString()))
            : json.ToJsonString());
        request.IsChunked = random.OneIn(8);
        return (mediaType == "application/x-ndjson" ? null : json, schema);
    }

    private void AddFault(FuzzCase made, Dictionary<string, string> path, (JsonNode? Json, JsonElement Schema) body, Random random)
    {
        var faults = new List<Action>
        {
            () => RequestFaults.Method(made, document, random),
            () => RequestFaults.Header(made, random),
            () => QueryFaults.Form(made, random),
        };
        if (path.Count > 0)
            faults.AddRange(Enumerable.Repeat(() => RequestFaults.Path(made, path, random), 3));
        if (made.Operation.Parameters.Any(p => p.In == "query"))
            faults.AddRange(Enumerable.Repeat(() => QueryFaults.Value(made, document, random), 5));
        if (made.Operation.Parameters.Any(p => p is { In: "query", Name: "companyId" }))
            faults.AddRange(Enumerable.Repeat(() => QueryFaults.Tenant(made, world, random), 3));
        if (made.Request.Body is not null)
        {
            faults.AddRange(Enumerable.Repeat(() => _bodies.Text(made, random), 3));
            faults.AddRange(Enumerable.Repeat(() => RequestFaults.ContentType(made, random), 2));
        }

        if (body.Json is not null)
            faults.AddRange(Enumerable.Repeat(() => _bodies.Value(made, body.Json, body.Schema, random), 8));
        random.Pick(faults)();
    }

    private static string Escape(string value) =>
        string.Concat(Encoding.UTF8.GetBytes(value).Select(b => char.IsAsciiLetterOrDigit((char)b) || "-._~*".Contains((char)b, StringComparison.Ordinal)
            ? ((char)b).ToString()
            : FormattableString.Invariant($"%{b:X2}")));
}
