using System.Text.Json;

namespace UsageCluster.TestKit.Changes;

/// <summary>
/// A change of how the events of one company are booked. The events occur at <see cref="OccurredAt"/>, last 61 seconds and are booked under
/// <see cref="CostKey"/>.
/// </summary>
/// <param name="Name">The change; the company has its name.</param>
/// <param name="Before">PUTs of the state before it, below <c>/admin</c>.</param>
/// <param name="Change">The PUT that makes it.</param>
/// <param name="IsNew">Whether an event's row, null if it was rejected, is of the state after it.</param>
public sealed record BookingChange(
    string Name, IReadOnlyList<(string Path, string Body)> Before, (string Path, string Body) Change, Func<JsonElement?, bool> IsNew)
{
    public const string OccurredAt = "2025-06-15T12:00:00Z";
    public const string CostKey = "in-flight";

    private const string Minutes = """{"companyName":"In flight","billingSystem":"minutes"}""";
    private const string MinutesSince = """{"companyName":"In flight","billingSystem":"minutes","billingSystemSince":"2025-06-01"}""";
    private const string Credits = """{"companyName":"In flight","billingSystem":"credits","billingSystemSince":"2025-01-01"}""";
    private const string Closed = """{"companyName":"In flight","billingSystem":"minutes","closedAt":"2025-06-01"}""";
    private const string Cheap = """{"baseCost":1,"includedMinutes":100,"costPerMinute":0,"effectiveFrom":"2020-01-01"}""";
    private const string Dear = """{"baseCost":1000,"includedMinutes":100,"costPerMinute":0,"effectiveFrom":"2020-01-01"}""";
    private const string Plan = """
        {"name":"Rounded up","monthlyFee":0,"currency":"EUR","includedMinutes":0,"pricePerMinute":0,"billingIncrementSeconds":60}
        """;

    /// <summary>Every kind of change, back-dated where it has an instant.</summary>
    public static IReadOnlyList<BookingChange> All { get; } =
    [
        Of("switch-to-credits", [Company(Minutes)], Company(Credits), row => Text(row, "billingSystem") == "credits"),
        Of("switch-to-minutes", [Company(Minutes), Company(Credits)], Company(MinutesSince), row => Text(row, "billingSystem") == "minutes"),
        Of("closing", [Company(Minutes)], Company(Closed), row => row is null),
        Of("reopening", [Company(Closed)], Company(Minutes), row => row is not null),
        Of("general-rule", [Company(Minutes), Company(Credits)], ("price-rules/*", Dear), row => Number(row, "quantityMicro") == 1_000_000_000),
        Of(
            "own-rule", [Company(Minutes), Company(Credits)], ("companies/{company}/price-rules/*", Dear), row => Number(row, "quantityMicro") == 1_000_000_000),
        Of(
            "plan", [Company(Minutes)], ("companies/{company}/plan", """{"planId":"in-flight","effectiveFrom":"2025-01-01"}"""),
            row => Number(row, "quantityMs") == 120_000),
        Of("cost-key", [Company(Minutes)], ("cost-keys/" + CostKey, """{"countsAsInterview":true}"""), row => Number(row, "interviews") == 1),
    ];

    private static BookingChange Of(
        string name, IReadOnlyList<(string Path, string Body)> before, (string Path, string Body) change, Func<JsonElement?, bool> isNew) =>
        new(
            name,
            [("price-rules/*", Cheap), ("cost-keys/" + CostKey, """{"countsAsInterview":false}"""), ("plans/in-flight", Plan), .. before.Select(p => Put(p, name))],
            Put(change, name),
            isNew);

    private static (string Path, string Body) Put((string Path, string Body) put, string name) =>
        (put.Path.Replace("{company}", name, StringComparison.Ordinal), put.Body);

    private static (string Path, string Body) Company(string body) => ("companies/{company}", body);

    private static string? Text(JsonElement? row, string field) => row?.GetProperty(field).GetString();

    private static long? Number(JsonElement? row, string field) => row is { } found && found.TryGetProperty(field, out var number) ? number.GetInt64() : null;
}
