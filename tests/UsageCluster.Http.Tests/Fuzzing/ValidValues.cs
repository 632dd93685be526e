using System.Globalization;
using System.Text.Json;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>Values that the document allows, for parameters and by schema.</summary>
/// <param name="world">What there is to name.</param>
/// <param name="random">The case's.</param>
/// <param name="caller">Who asks.</param>
internal sealed class ValidValues(World world, Random random, Caller caller)
{
    private static readonly string[] Currencies = ["EUR", "USD", "JPY"];

    private readonly (string Month, string Id) _row = random.Pick(world.Rows);

    public string Scratch => $"fz-{random.Next(World.Scratch)}";

    public string ScratchAts => $"fz-ats-{random.Next(World.Scratch)}";

    public string Currency => random.Pick(Currencies);

    /// <summary>A company that the caller may ask about.</summary>
    public string Company => caller switch
    {
        Caller.CreditsCompany => world.Own.Credits,
        Caller.OtherCompany => world.Other.Minutes,
        Caller.OtherAts => random.OneIn(2) ? world.Other.Minutes : world.Other.Credits,
        Caller.Ats => random.OneIn(2) ? world.Own.Minutes : world.Own.Credits,
        Caller.BoundRuntime => random.OneIn(2) ? world.Own.Minutes : "fz-0",
        Caller.Company => world.Own.Minutes,
        _ => random.OneIn(3) ? world.Own.Minutes : Scratch,
    };

    /// <summary>A parameter's value, as text.</summary>
    public string Of(Operation operation, Parameter parameter) => (parameter.In, parameter.Name) switch
    {
        ("path", "companyId") when operation.Path.Contains("{month}", StringComparison.Ordinal) => world.Own.Minutes,
        ("path", "month") => _row.Month,
        ("path", "id") when operation.Path.Contains("{month}", StringComparison.Ordinal) => _row.Id,
        ("path", "companyId") => operation.Method == "GET" ? Company : Scratch,
        ("path", "atsId") => operation.Method == "GET" && random.OneIn(2) ? world.Own.Ats : ScratchAts,
        ("path", "agentFocus") => random.OneIn(3) ? "*" : $"fz-focus-{random.Next(3)}",
        ("path", "costKey") => $"fz-cost-{random.Next(3)}",
        ("path", "planId") => $"fz-plan-{random.Next(World.Scratch)}",
        ("path", "id") when operation.Path.Contains("/keys/", StringComparison.Ordinal) => random.Pick(world.KeyIds),
        ("path", "id") when operation.Path.Contains("/webhooks/", StringComparison.Ordinal) => Webhook,
        ("path", "id") => $"fz-alert-{random.Next(World.Scratch)}",
        (_, "companyId") => Company,
        (_, "atsId") => ScratchAts,
        (_, "costKey") => world.Own.CostKey,
        (_, "eventId") => caller == Caller.BoundRuntime || random.OneIn(2) ? world.Own.EventId : random.Pick(world.Events).EventId,
        (_, "start") => $"2024-03-0{random.Next(1, 5)}",
        (_, "end") => Instant(2024, 3, random.Next(6, 9)),
        (_, "from") => operation.Path.Contains("month", StringComparison.Ordinal) ? $"2024-0{random.Next(1, 5)}" : Instant(2024, random.Next(1, 5), 3),
        (_, "to") => operation.Path.Contains("month", StringComparison.Ordinal) ? $"2024-0{random.Next(5, 10)}" : Instant(2024, random.Next(5, 13), 28),
        (_, "month") => $"2024-0{random.Next(1, 10)}",
        (_, "agentFocus") => $"fz-focus-{random.Next(3)}",
        (_, "durationSeconds") => Duration,
        (_, "page") => Text(random.Next(1, 4)),
        (_, "pageSize") => Text(random.Next(1, 101)),
        (_, "per_page") => Text(random.Next(1, 501)),
        (_, "dryRun") => random.OneIn(2) ? "true" : "false",
        (_, "granularity") => random.Pick(["hour", "day", "month"]),
        (_, "groupBy") => random.Pick(["costKey", "agentFocus", "companyId"]),
        (_, "state") => random.Pick(["pending", "delivered", "dead"]),
        ("header", "If-None-Match") => random.Pick(["*", "\"x\"", "W/\"x\"", "\"a\", \"b\""]),
        _ => throw new InvalidOperationException($"{operation.Name} has the parameter {parameter.Name}, for which no value is known here."),
    };

    /// <summary>A webhook that is, or was.</summary>
    public string Webhook => world.WebhookIds.Count == 0 ? "wh_none" : random.Pick(world.WebhookIds);

    /// <summary>Seconds of an event, as JSON.</summary>
    public string Duration => random.Pick(["0", "1", "0.001", "59.999", "60", "3600.5", "604800", Text(random.Next(604_800))]);

    /// <summary>An amount, as JSON.</summary>
    public JsonElement Amount => JsonElement.Parse(random.Pick(["0", "0.000001", "1", "2.5", "1000000", Text(random.Next(100_000))]));

    /// <summary>An instant of a day, in one of its forms.</summary>
    public string Instant(int year, int month, int day) => FormattableString.Invariant($"{year}-{month:00}-{day:00}") + random.Pick(
        ["", "T10:30", "T10:30Z", "T10:30:15", "T10:30:15Z", "T10:30:15.5Z", "T10:30:15.1234567Z", "T10:30:15+02:00", "T10:30:15-11:30"]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
