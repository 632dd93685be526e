using FsCheck;
using FsCheck.Fluent;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Books;

/// <summary>Corrected books, against books in which every event was booked at once as it counts in the end.</summary>
public class CorrectionLawTests
{
    private static readonly PriceRule Any = Make.Rule(perMinute: 6_000_000, included: 500_000);
    private static readonly PriceRule Sales = Make.Rule("sales", baseCost: 77);
    private static readonly RateBook Rates = Make.Rates(Any, Sales);

    private static readonly Gen<Wish> Wishes =
        from target in Gen.Choose(0, 1_000)
        from isVoid in Gen.Elements(true, false, false)
        from duration in Gen.Elements((long?)null, 60_000L, 90_000L)
        from costKey in Gen.Elements((string?)null, null, "interview_minutes", "alpha", "new")
        from focus in Gen.Elements((string?)null, null, "sales", "Tech")
        select new Wish(target, isVoid, duration, costKey, focus);

    private static readonly Gen<(Story Story, Wish[] Wishes)> Cases =
        from story in Story.Any
        from wishes in Wishes.ArrayOf()
        select (story, wishes);

    [Fact]
    public void Reports_and_lines_are_those_of_events_booked_as_they_count_in_the_end() =>
        Law.Holds(Cases, 1000, c =>
        {
            var (books, net, _) = Tell(c.Story, c.Wishes);
            var view = books.View();
            var naive = Make.Books([.. net.Select((entry, i) => entry with { Version = i + 1 })]).View();
            foreach (var (start, end) in Story.Ranges())
            {
                var range = At.Range(start, end);
                Assert.Equal(ReportText.Of(naive.Report(range)), ReportText.Of(view.Report(range)));
                Assert.Equal(
                    naive.Lines.Select(l => (l.Key, Sums: l.Sums(range))).Where(l => l.Sums.Events > 0),
                    view.Lines.Select(l => (l.Key, Sums: l.Sums(range))).Where(l => l.Sums.Events > 0));
            }
        });

    [Fact]
    public void Figures_of_intervals_are_those_of_events_booked_as_they_count_in_the_end() =>
        Law.Holds(Cases, 1000, c =>
        {
            var (books, net, _) = Tell(c.Story, c.Wishes);
            var naive = Make.Books([.. net.Select((entry, i) => entry with { Version = i + 1 })]).View();
            var first = At.Range(-1, Story.TicksMax + 2).Start;
            var query = new LinesQuery([.. Enumerable.Range(0, (Story.TicksMax / 3) + 2).Select(i => first.Plus(TimeSpan.FromTicks(i * 3)))], LineGroups.All);
            Assert.Equal(Text(naive.Figures(query)), Text(books.View().Figures(query)));

            static IEnumerable<string> Text(CompanyLines lines) =>
                from line in lines.Lines
                from point in line.Points
                select $"{line.Key} {point}";
        });

    [Fact]
    public void Rows_are_every_use_and_every_correction_and_of_a_cost_key_those_that_touch_it() =>
        Law.Holds(Cases, 500, c =>
        {
            var (books, _, corrections) = Tell(c.Story, c.Wishes);
            var view = books.View();
            var uses = c.Story.Entries.OfType<UsageEntry>().Where(u => !u.Event.IsTest).ToArray();
            foreach (var costKey in (string?[])[null, "alpha", "new", "none"])
            {
                var naive = uses.Where(u => costKey is null || u.Event.CostKey == costKey).Select(u => new RowKey(u.Event.OccurredAt, u.Version))
                    .Concat(corrections.Where(e => !e.IsTest && (costKey is null || e.Before.Line.CostKey == costKey || e.After?.Line.CostKey == costKey))
                        .Select(e => new RowKey(e.OccurredAt, e.Version)))
                    .Order().ToArray();
                var rows = view.Rows(costKey);
                var range = At.Range(-1, Story.TicksMax + 2);
                Assert.Equal(naive.Length, rows.Count(range));
                Assert.Equal(naive, rows.Newest(range, 0, naive.Length + 1));
                Assert.Equal(naive.Skip(naive.Length / 2), rows.Newest(range, naive.Length / 2, naive.Length + 1));
            }
        });

    [Fact]
    public void Corrected_books_come_back_whole_from_their_snapshot() =>
        Law.Holds(Cases, 500, c =>
        {
            var (books, _, corrections) = Tell(c.Story, c.Wishes);
            var bytes = BooksSnapshot.Encode(books);
            Assert.True(BooksSnapshot.TryDecode(Make.Company, bytes, out var copy));
            Assert.Equal(bytes, BooksSnapshot.Encode(copy!));
            Assert.Equal(corrections.Select(e => e.Version).OrderDescending(), copy!.View().CorrectionVersions());
            foreach (var correction in corrections)
            {
                var trail = books.CorrectionsOf(correction.EventVersion)!;
                Assert.Equal(trail.Versions, copy.CorrectionsOf(correction.EventVersion)!.Versions);
                Assert.Equal(trail.IsVoided, copy.CorrectionsOf(correction.EventVersion)!.IsVoided);
            }

            foreach (var (start, end) in Story.Ranges())
                Assert.Equal(ReportText.Of(books.View().Report(At.Range(start, end))), ReportText.Of(copy.View().Report(At.Range(start, end))));
        });

    // The books with the corrections, the entries as they count in the end, and the corrections that were booked.
    private static (CompanyBooks Books, List<LedgerEntry> Net, List<CorrectionEntry> Corrections) Tell(Story story, Wish[] wishes)
    {
        LedgerEntry[] entries = [.. story.Entries.Select(WithRule)];
        var books = Make.Books(entries);
        var net = entries.ToList();
        var uses = entries.OfType<UsageEntry>().ToArray();
        var corrections = new List<CorrectionEntry>();
        for (var i = 0; i < wishes.Length && uses.Length > 0; i++)
        {
            var (wish, use) = (wishes[i], uses[wishes[i].Target % uses.Length]);
            var last = corrections.LastOrDefault(e => e.EventVersion == use.Version);
            var (entry, code) = new CorrectionBatch(books, Rates, At.Start).Decide(wish.Request(i, use.Event.EventId), use, last);
            var place = net.FindIndex(e => e.Version == use.Version);
            if (place < 0)
            {
                Assert.Equal(CorrectionCodes.AlreadyVoided, code);
                continue;
            }

            Assert.Null(code);
            Assert.Equal(last?.Version ?? 0, entry!.PreviousVersion);
            books.Apply([entry]);
            corrections.Add(entry);
            if (wish.IsVoid)
                net.RemoveAt(place);
            else
                net[place] = Corrected((UsageEntry)net[place], wish);
        }

        return (books, net, corrections);
    }

    private static UsageEntry Corrected(UsageEntry use, Wish wish)
    {
        var costKey = wish.CostKey ?? use.Event.CostKey;
        var (focus, duration) = (wish.AgentFocus ?? use.Event.AgentFocus, wish.DurationMs ?? use.Event.DurationMs);
        var corrected = use with
        {
            Event = use.Event with { CostKey = costKey, AgentFocus = focus, DurationMs = duration },
            CountsAsInterview = costKey == use.Event.CostKey ? use.CountsAsInterview : costKey == "interview_minutes",
        };
        if (use.Event.IsTest)
            return corrected;
        if (use.System == BillingSystem.Minutes)
            return duration == use.Event.DurationMs ? corrected : corrected with { Quantity = duration };
        var rule = focus == use.Event.AgentFocus ? use.Rule : new RuleRef(false, focus != "sales", 1);
        return rule == use.Rule && focus == use.Event.AgentFocus && duration == use.Event.DurationMs
            ? corrected
            : corrected with { Rule = rule, Quantity = Rating.CreditsMicro(rule!.Value.AnyFocus ? Any : Sales, duration) };
    }

    private static LedgerEntry WithRule(LedgerEntry entry) =>
        entry is UsageEntry { System: BillingSystem.Credits } use ? use with { Rule = new RuleRef(false, true, 1) } : entry;

    private sealed record Wish(int Target, bool IsVoid, long? DurationMs, string? CostKey, string? AgentFocus)
    {
        public CorrectionRequest Request(int number, string eventId) => new()
        {
            CorrectionId = $"correction-{number}",
            EventId = eventId,
            Kind = IsVoid ? CorrectionKind.Void : CorrectionKind.Adjust,
            Reason = "A test",
            DurationMs = IsVoid ? null : DurationMs,
            CostKey = IsVoid ? null : CostKey,
            AgentFocus = IsVoid ? null : AgentFocus,
        };
    }
}
