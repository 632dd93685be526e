using System.Text.Json;
using System.Text.Json.Nodes;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>Bodies that the document allows, of each operation that reads one.</summary>
/// <param name="world">What there is to name.</param>
/// <param name="values">The case's.</param>
/// <param name="random">The case's.</param>
/// <param name="name">Of the case: ids begin with it.</param>
internal sealed class ValidBodies(World world, ValidValues values, Random random, string name)
{
    private static readonly string[] Names = ["Name", "Ünï ©ödé", "名前", "\ud83d\ude00", "O'Brien & \"Sons\" <x>", "=SUM(A1)", new('n', 200)];

    private int _events;

    /// <summary>A body of the operation; <paramref name="path"/> holds the values of its path.</summary>
    public JsonNode Of(Operation operation, string mediaType, IReadOnlyDictionary<string, string> path) => (operation.Name, mediaType) switch
    {
        (_, "application/cloudevents+json") => CloudEvent(),
        (_, "application/cloudevents-batch+json") => Several(CloudEvent),
        ("POST /ingest/events", "application/x-ndjson") => Several(Event),
        ("POST /ingest/events", _) => random.OneIn(2) ? Event() : Several(Event),
        ("POST /api/v1/events", _) => random.OneIn(2) ? CloudEvent() : Several(CloudEvent),
        ("PUT /admin/companies/{companyId}", _) => Node(new { companyName = Text, billingSystem = random.OneIn(2) ? "minutes" : "credits" })
            .With(random, "billingSystemSince", () => values.Instant(2024, 2, random.Next(1, 29))).With(random, "closedAt", () => null),
        ("PUT /admin/ats/{atsId}", _) => Node(new { atsName = Text, companies = Enumerable.Range(0, random.Next(World.Scratch)).Select(i => $"fz-{i}") }),
        ("POST /admin/keys", _) => Key(),
        (_, _) when operation.Path.EndsWith("/rotate", StringComparison.Ordinal) => Node(new { overlapSeconds = random.Next(100) }),
        (_, _) when operation.Path.EndsWith("/price-rules/{agentFocus}", StringComparison.Ordinal) => Node(
            new { baseCost = values.Amount, includedMinutes = values.Amount, costPerMinute = values.Amount }),
        ("PUT /admin/cost-keys/{costKey}", _) => CostKey(),
        ("PUT /admin/plans/{planId}", _) => Plan(),
        ("PUT /admin/companies/{companyId}/plan", _) => Node(new { planId = $"fz-plan-{random.Next(World.Scratch)}" })
            .With(random, "effectiveFrom", () => values.Instant(2024, random.Next(1, 13), 1)),
        ("POST /admin/companies/{companyId}/transactions", _) => Transaction(),
        ("POST /admin/companies/{companyId}/corrections", _) => random.OneIn(2) ? Correction(path["companyId"], 0) : Several(() => Correction(path["companyId"], ++_events)),
        ("POST /admin/alerts", _) => Alert().With(random, "id", () => $"fz-alert-{random.Next(World.Scratch)}"),
        ("PUT /admin/alerts/{id}", _) => Alert(),
        (_, _) when operation.Path.EndsWith("/replay", StringComparison.Ordinal) => random.OneIn(2)
            ? Node(new { deliveryIds = new[] { "dl_1", "dl_2" } })
            : Node(new { since = values.Instant(2024, 1, 1) }),
        (_, _) when operation.Path.Contains("/webhooks", StringComparison.Ordinal) => Node(
            new { url = new Uri(world.Receiver.Url, "/hook/" + name) }).With(random, "description", () => Text).With(random, "disabled", () => random.OneIn(2)),
        _ => throw new InvalidOperationException($"{operation.Name} reads {mediaType}, of which no body is known here."),
    };

    /// <summary>The members of a CloudEvent that stand in its body where the others are headers.</summary>
    public JsonNode CloudEventData() => Node(new { durationSeconds = JsonElement.Parse(values.Duration) })
        .With(random, "costKey", () => "fz-cost-1").With(random, "agentFocus", () => "fz-focus-1").With(random, "isTest", () => random.OneIn(2));

    private string Text => random.Pick(Names);

    private static JsonObject Node(object value) => JsonSerializer.SerializeToNode(value)!.AsObject();

    private JsonArray Several(Func<JsonNode> make) => [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => make())];

    private string NewEventId() => random.OneIn(8) ? random.Pick(world.Events).EventId : $"{name}-{_events++}";

    private JsonObject Event() => Node(new
    {
        eventId = NewEventId(),
        companyId = values.Company,
        occurredAt = values.Instant(2024, random.Next(1, 13), random.Next(1, 29)),
        durationSeconds = JsonElement.Parse(values.Duration),
    })
        .With(random, "costKey", () => $"fz-cost-{random.Next(3)}")
        .With(random, "agentFocus", () => $"fz-focus-{random.Next(3)}")
        .With(random, "interviewId", () => Text)
        .With(random, "direction", () => random.Pick(["INBOUND", "OUTBOUND", "OTHER"]))
        .With(random, "resolution", () => random.Pick(["ABANDONED", "ANSWERED", "OTHER"]))
        .With(random, "isTest", () => random.OneIn(4));

    private JsonObject CloudEvent() => Node(new
    {
        specversion = "1.0",
        id = NewEventId(),
        source = "/tests",
        type = $"fz-cost-{random.Next(3)}",
        subject = values.Company,
        time = values.Instant(2024, random.Next(1, 13), random.Next(1, 29)),
        data = CloudEventData(),
    });

    private JsonObject Key()
    {
        var kind = random.Pick(["company", "ats", "runtime", "admin"]);
        var key = Node(new { kind, name = Text });
        if (kind == "company")
            key["owner"] = values.Scratch;
        if (kind == "ats")
            key["owner"] = values.ScratchAts;
        if (kind == "runtime" && random.OneIn(2))
            key["owner"] = new JsonArray(values.Scratch);
        return key.With(random, "expiresAt", () => values.Instant(2100, 1, 1));
    }

    private JsonObject CostKey() => Node(new { countsAsInterview = random.OneIn(2) })
        .With(random, "type", () => random.Pick(["CALL", "DIALER", "OTHER"]))
        .With(random, "description", () => Text)
        .With(random, "unit", () => random.Pick(["MINUTES", "SECONDS", "REQUESTS"]))
        .With(random, "productId", () => Text)
        .With(random, "aggrProductId", () => Text)
        .With(random, "walletName", () => Text)
        .With(random, "currency", () => values.Currency, also: ("price", () => values.Amount));

    private JsonObject Plan()
    {
        var plan = Node(new { name = Text, monthlyFee = values.Amount, currency = values.Currency });
        var unit = random.OneIn(2) ? ("includedMinutes", "pricePerMinute") : ("includedCredits", "pricePerCredit");
        plan[unit.Item1] = JsonValue.Create(values.Amount);
        plan[unit.Item2] = JsonValue.Create(values.Amount);
        return plan.With(random, "billingIncrementSeconds", () => random.Next(1, 86_401)).With(random, "limit", () => values.Amount)
            .With(random, "featureFlags", () => new Dictionary<string, bool> { [Text] = true });
    }

    private JsonObject Transaction()
    {
        var type = random.Pick(["topup", "grant", "adjustment", "refund", "expiry"]);
        return Node(new
        {
            id = $"{name}-{random.Next(3)}",
            type,
            amount = (type == "expiry" ? -1 : 1) * random.Next(1, 1_000),
            currency = random.OneIn(2) ? "credits" : values.Currency,
        }).With(random, "description", () => Text).With(random, "reference", () => Text);
    }

    private JsonObject Correction(string companyId, int number)
    {
        var known = world.Events.Where(e => e.CompanyId == companyId).ToList();
        var correction = Node(new
        {
            id = $"{name}-{number}",
            eventId = known.Count == 0 ? "none" : random.Pick(known).EventId,
            kind = random.OneIn(4) ? "void" : "adjust",
            reason = Text,
        });
        return (string?)correction["kind"] == "void"
            ? correction
            : correction.With(random, "costKey", () => "fz-cost-2").With(random, "durationSeconds", () => JsonElement.Parse(values.Duration), always: true);
    }

    private JsonObject Alert()
    {
        var alert = Node(new { name = Text, webhookIds = new[] { values.Webhook } });
        if (random.OneIn(2))
            alert["companyId"] = values.Scratch;
        else
            alert["atsId"] = values.ScratchAts;
        if (random.OneIn(2))
            return alert.With(random, "allowancePercent", () => random.Next(1, 200), always: true);
        alert["unit"] = random.OneIn(2) ? "minutes" : "credits";
        return alert.With(random, "quantity", () => random.Next(1, 10_000), always: true);
    }
}
