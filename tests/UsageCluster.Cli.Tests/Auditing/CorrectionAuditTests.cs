using UsageCluster.Cli.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;

namespace UsageCluster.Cli.Tests.Auditing;

[Collection(StoreCollection.Name)]
public class CorrectionAuditTests(PostgresServerFixture postgres)
{
    private const string Wrong = "the event counts as something else now than was asked for";

    /// <summary>Something that no server would append as version 5, where event "one" of version 2 has an adjustment of version 4; and what is found.</summary>
    public static TheoryData<string, string> Plants => new()
    {
        { "event", "it corrects event two, and version 2 books event one" },
        { "missing", "it corrects version 1, which books no event" },
        { "later", "it corrects version 5, which is not before it" },
        { "instant", "it says of its event another instant, or that it is a test, than the event's own entry" },
        { "before", "what the event counted as before is not what version 4 made it" },
        { "previous", "it follows the event's correction of version 0; the last one is of version 4" },
        { "kind", "what the event counts as now is not what a correction of its kind leaves" },
        { "line", Wrong },
        { "duration", Wrong },
        { "interview", Wrong },
        { "quantity", "30000 ms are booked as 1 ms" },
        { "gift", "it changes the quantity, and nothing that the quantity is made of" },
    };

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Corrections_that_a_server_books_are_well_and_so_is_the_snapshot_behind_them(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await CorrectedAsync(store);
        await CorrectAsync(acme, Adjust("b", "one") with { CostKey = "other", DurationMs = 1 });
        await CorrectAsync(acme, new CorrectionRequest { CorrectionId = "v", EventId = "one", Kind = CorrectionKind.Void, Reason = "r" });
        await CorrectAsync(acme, Adjust("c", "two") with { AgentFocus = "sales" });
        await acme.SaveAsync(acme.Snapshot());

        await store.AssertWellAsync();
    }

    [Fact]
    public async Task Corrections_of_credits_are_rated_by_their_rule()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var own = WrittenCompany.Rule(1, 7);
        var acme = await WrittenCompany.MakeAsync(store, "acme", BillingSystem.Credits);
        await acme.AppendAsync(new PriceOverrideEntry { Version = 2, RecordedAt = WrittenCompany.January, Rule = own });
        await acme.AppendAsync(Companies.Credits(acme.Use("one", 6, 90_000), own, ofCompany: true));
        var correction = Decide(acme, Adjust("a", "one") with { DurationMs = 120_000 });
        await acme.AppendAsync(correction);
        await store.AssertWellAsync();

        var next = Decide(acme, Adjust("b", "one") with { DurationMs = 60_000 });
        await acme.AppendAsync(next with { After = next.After! with { Quantity = 5 } });

        await store.AssertFindsAsync("company acme, version 5: 5 millionths of a credit are booked, and its rule makes 1000007");
    }

    [Theory]
    [MemberData(nameof(Plants))]
    public async Task A_correction_that_no_server_books_is_found(string plant, string finding)
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var acme = await CorrectedAsync(store);
        var right = Decide(acme, Adjust("b", "one") with { DurationMs = plant == "gift" ? null : 30_000 });
        var after = right.After!;

        await acme.AppendAsync(
            plant switch
            {
                "event" => right with { Request = right.Request with { EventId = "two" } },
                "missing" => right with { EventVersion = 1, PreviousVersion = 0 },
                "later" => right with { EventVersion = 5, PreviousVersion = 0 },
                "instant" => right with { OccurredAt = right.OccurredAt.Plus(TimeSpan.FromHours(1)) },
                "before" => right with { Before = right.Before with { Quantity = right.Before.Quantity + 1 } },
                "previous" => right with { PreviousVersion = 0 },
                "kind" => right with { After = null },
                "line" => right with { After = after with { Line = after.Line with { CostKey = "other" } } },
                "duration" => right with { After = after with { DurationMs = 1 } },
                "interview" => right with { After = after with { CountsAsInterview = false } },
                "quantity" => right with { After = after with { Quantity = 1 } },
                _ => right with { After = after with { Quantity = 1 } },
            });

        await store.AssertFindsAsync("company acme, version 5: " + finding);
    }

    [Fact]
    public async Task An_event_that_is_voided_twice_and_a_correction_that_is_there_twice_are_found()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var acme = await CorrectedAsync(store);
        var once = Decide(acme, new CorrectionRequest { CorrectionId = "v", EventId = "one", Kind = CorrectionKind.Void, Reason = "r" });
        await acme.AppendAsync(once);
        await acme.AppendAsync(once with { Version = 6, Request = once.Request with { CorrectionId = "w" }, PreviousVersion = 5 });

        await store.AssertFindsAsync("company acme, version 6: event one is voided by version 5 already");
        await store.ExecuteAsync("DROP INDEX {index}; UPDATE {entries} SET event_key = (SELECT event_key FROM {entries} WHERE {ofAcme} AND version = 4) WHERE {ofAcme} AND version = 5");
        await store.AssertFindsAsync("company acme, version 5: correction v is stored under another key than its own");
    }

    private static CorrectionRequest Adjust(string id, string eventId) =>
        new() { CorrectionId = id, EventId = eventId, Kind = CorrectionKind.Adjust, Reason = "r" };

    // The switch, events one and two, and an adjustment of one.
    private static async Task<WrittenCompany> CorrectedAsync(StoreCase store)
    {
        var acme = await WrittenCompany.MakeAsync(store, "acme");
        await acme.AppendAsync(acme.Use("one", 5, 60_000));
        await acme.AppendAsync(acme.Use("two", 6, 60_000));
        await CorrectAsync(acme, Adjust("a", "one") with { DurationMs = 45_000 });
        return acme;
    }

    private static Task CorrectAsync(WrittenCompany company, CorrectionRequest request) => company.AppendAsync(Decide(company, request));

    private static CorrectionEntry Decide(WrittenCompany company, CorrectionRequest request)
    {
        var booked = company.Entries.OfType<UsageEntry>().First(e => e.Event.EventId == request.EventId);
        var last = company.Entries.OfType<CorrectionEntry>().LastOrDefault(c => c.EventVersion == booked.Version);
        return new CorrectionBatch(company.Books(), new RateBook(1, PriceRuleSet.Empty, []), WrittenCompany.January).Decide(request, booked, last).Entry!;
    }
}
