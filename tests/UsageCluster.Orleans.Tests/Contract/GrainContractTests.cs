using System.Text.Json;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Grains;
using UsageCluster.Orleans.Tests.Support;

namespace UsageCluster.Orleans.Tests.Contract;

public sealed class GrainContractTests(ContractCluster cluster) : IClassFixture<ContractCluster>
{
    private static readonly Instant March = new(new DateTime(2025, 3, 1).Ticks);
    private static readonly TimeRange Year = new(new Instant(new DateTime(2025, 1, 1).Ticks), new Instant(new DateTime(2026, 1, 1).Ticks));

    [ClusterFact]
    public async Task An_event_is_accepted_once_and_then_a_duplicate_and_another_of_its_id_a_conflict()
    {
        var company = await cluster.NewCompanyAsync();
        var grain = cluster.Grain(company);
        Assert.Equal(RecordOutcome.Accepted, await grain.RecordAsync(Event(company, "one", 1_000)));
        Assert.Equal(RecordStatus.Duplicate, (await grain.RecordAsync(Event(company, "one", 1_000))).Status);
        var conflict = await grain.RecordAsync(Event(company, "one", 2_000));
        Assert.Equal(RecordStatus.Rejected, conflict.Status);
        Assert.Equal(RejectionCodes.ConflictingDuplicate, conflict.Code);
        Assert.Equal(1_000, Assert.Single((await grain.ReportAsync(Year)).Systems).Quantity);
    }

    [ClusterFact]
    public async Task A_batch_has_an_outcome_for_each_event_in_order()
    {
        var company = await cluster.NewCompanyAsync();
        var grain = cluster.Grain(company);
        await grain.RecordAsync(Event(company, "before", 1_000));
        var outcomes = await grain.RecordBatchAsync(new RecordBatch([Event(company, "first", 1_000), Event(company, "before", 1_000), Event(company, "second", 1_000)]));
        Assert.Equal([RecordStatus.Accepted, RecordStatus.Duplicate, RecordStatus.Accepted], outcomes.Select(o => o.Status));
    }

    [ClusterFact]
    public async Task Calls_that_wait_together_share_appends()
    {
        const int calls = 512;
        var company = await cluster.NewCompanyAsync();
        var grain = cluster.Grain(company);
        await grain.RecordAsync(Event(company, "first", 1_000));
        var before = cluster.Ledger.Appends;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, calls).Select(i => grain.RecordAsync(Event(company, $"event-{i}", 1_000)).AsTask()));
        Assert.All(outcomes, outcome => Assert.Equal(RecordOutcome.Accepted, outcome));
        Assert.InRange(cluster.Ledger.Appends - before, 1, calls / 8);
        Assert.Equal((calls + 1) * 1_000, Assert.Single((await grain.ReportAsync(Year)).Systems).Quantity);
    }

    [ClusterFact]
    public async Task A_company_that_cannot_be_activated_says_so_in_the_product_s_words_from_any_silo()
    {
        var company = await cluster.NewCompanyAsync();
        cluster.Ledger.Unreachable = company;
        try
        {
            var failure = await Assert.ThrowsAsync<RetryableException>(async () => await cluster.Grain(company).ReportAsync(Year));
            Assert.Equal(RetryableFailure.Unavailable, failure.Failure);
            foreach (var silo in cluster.Silos)
            {
                failure = await Assert.ThrowsAsync<RetryableException>(async () => await silo.ReportCompanyAsync(company, Year, CancellationToken.None));
                Assert.Equal(RetryableFailure.Unavailable, failure.Failure);
            }
        }
        finally
        {
            cluster.Ledger.Unreachable = null;
        }

        // A failed activation is not kept.
        Assert.Equal(RecordOutcome.Accepted, await cluster.Grain(company).RecordAsync(Event(company, "after", 1_000)));
    }

    [ClusterFact]
    public async Task Events_reported_one_by_one_through_all_silos_at_once_are_each_accepted_once()
    {
        const int perCompany = 30;
        var companies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => cluster.NewCompanyAsync()));
        var calls = companies.SelectMany(company => Enumerable.Range(0, perCompany).SelectMany(i => cluster.Silos.Select(
            silo => silo.RecordAsync(Event(company, $"e{i}", 1_000), CancellationToken.None).AsTask())));

        var outcomes = await Task.WhenAll(calls);

        Assert.Equal(companies.Length * perCompany, outcomes.Count(outcome => outcome == RecordOutcome.Accepted));
        Assert.Equal(outcomes.Length, outcomes.Count(outcome => outcome.Status is RecordStatus.Accepted or RecordStatus.Duplicate));
        foreach (var company in companies)
        {
            foreach (var silo in cluster.Silos)
                Assert.Equal(perCompany * 1_000, Assert.Single((await silo.ReportCompanyAsync(company, Year, CancellationToken.None)).Systems).Quantity);
        }
    }

    [ClusterFact]
    public async Task An_unknown_company_is_named_from_any_silo()
    {
        // Some of them belong to either silo.
        foreach (var i in Enumerable.Range(0, 8))
        {
            var company = $"nobody-{i}";
            Assert.Equal(company, (await Assert.ThrowsAsync<UnknownCompanyException>(async () => await cluster.Grain(company).ReportAsync(Year))).CompanyId);
            foreach (var silo in cluster.Silos)
            {
                var failure = await Assert.ThrowsAsync<UnknownCompanyException>(async () => await silo.ReportCompanyAsync(company, Year, CancellationToken.None));
                Assert.Equal(company, failure.CompanyId);
                Assert.Equal(RecordStatus.Rejected, (await silo.RecordAsync(Event(company, "one", 1), CancellationToken.None)).Status);
            }
        }
    }

    [ClusterFact]
    public async Task An_event_of_another_company_is_refused_as_an_argument()
    {
        var company = await cluster.NewCompanyAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await cluster.Grain(company).RecordAsync(Event("another", "one", 1)));
    }

    [ClusterFact]
    public async Task Events_outside_their_grammar_or_range_are_refused_and_book_nothing()
    {
        var company = await cluster.NewCompanyAsync();
        var grain = cluster.Grain(company);
        await Assert.ThrowsAsync<ArgumentException>(async () => await grain.RecordAsync(Event(company, "one", -1)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await grain.RecordBatchAsync(
            new RecordBatch([Event(company, "two", 1), Event(company, "a\0b", 1)])));
        await Assert.ThrowsAsync<ArgumentException>(async () => await grain.RecordBatchAsync(
            new RecordBatch([.. Enumerable.Range(0, RecordBatch.EventsMax + 1).Select(i => Event(company, $"e{i}", 1))])));
        Assert.Equal(0, Assert.Single((await grain.ReportAsync(Year)).Systems).Quantity);
        Assert.Equal(RecordOutcome.Accepted, await grain.RecordAsync(Event(company, "two", 1)));
    }

    [ClusterFact]
    public async Task A_correction_at_any_silo_is_in_the_reports_and_rows_of_every_silo()
    {
        var company = await cluster.NewCompanyAsync();
        await cluster.Grain(company).RecordAsync(Event(company, "one", 60_000));
        await cluster.Grain(company).RecordAsync(Event(company, "two", 60_000));
        var stamp = new AuditStamp("key", "company.correction.post", $"companies/{company}/corrections");
        CorrectionRequest Adjust(int to) => new()
        {
            CorrectionId = $"to-{to}",
            EventId = "one",
            Kind = CorrectionKind.Adjust,
            Reason = "A test",
            DurationMs = to,
        };
        for (var i = 0; i < cluster.Silos.Count; i++)
        {
            var made = await cluster.Silos[i].CorrectAsync(company, [Adjust(i + 1)], stamp, CancellationToken.None);
            Assert.Equal((null, true, i + 1L), (made.ErrorCode, made.Changed, Assert.Single(made.Entries).After!.Quantity));
            foreach (var silo in cluster.Silos)
            {
                var report = await silo.ReportCompanyAsync(company, Year, CancellationToken.None);
                Assert.Equal(60_000 + i + 1, Assert.Single(report.Systems).Quantity);
                var page = await silo.RowsAsync(company, new RowQuery { Range = Year, Take = 10, WithCorrections = true }, CancellationToken.None);
                Assert.Equal((3 + i, 3 + i, 1 + i), (page.TotalCount, page.Entries.Count, page.Corrections.Count));
                Assert.Equal(1 + i, (await silo.FindEventAsync(company, "one", CancellationToken.None))!.Corrections.Count);
                Assert.Null(await silo.FindEventAsync(company, "none", CancellationToken.None));
            }
        }

        var refused = await cluster.Silos[0].CorrectAsync(company, [Adjust(1) with { EventId = "two" }], stamp, CancellationToken.None);
        Assert.Equal(CorrectionCodes.Conflict, refused.ErrorCode);
    }

    [ClusterFact]
    public async Task Reports_of_companies_are_equal_over_the_wire_and_at_home()
    {
        foreach (var i in Enumerable.Range(0, 6))
        {
            var company = await cluster.NewCompanyAsync();
            var grain = cluster.Grain(company);
            foreach (var key in (string[])["interview_minutes", "voice_agent", "another.key"])
                await grain.RecordAsync(Event(company, $"{key}-{i}", 1_000 + i) with { CostKey = key });
            var remote = Text(await grain.ReportAsync(Year));
            Assert.Contains("voice_agent", remote, StringComparison.Ordinal);
            foreach (var silo in cluster.Silos)
                Assert.Equal(remote, Text(await silo.ReportCompanyAsync(company, Year, CancellationToken.None)));
        }
    }

    [ClusterFact]
    public async Task Reports_of_an_ATS_are_equal_over_the_wire_and_at_every_silo()
    {
        var companies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => cluster.NewCompanyAsync()));
        var ats = $"ats-of-{companies[0]}";
        await cluster.NewAtsAsync(ats, companies);
        foreach (var company in companies)
            await cluster.Grain(company).RecordAsync(Event(company, "one", 60_000));
        var remote = await cluster.Client.GetGrain<IAtsGrain>(ats).ReportAsync(Year);
        Assert.Equal(companies.Length, remote!.Companies.Count);
        Assert.Equal(60_000 * companies.Length, remote.Totals.MinutesMs);
        foreach (var silo in cluster.Silos)
        {
            Assert.Equal(Text(remote), Text(await silo.ReportAtsAsync(ats, Year, CancellationToken.None)));
            // Again: now the other silo's reports are held.
            Assert.Equal(Text(remote), Text(await silo.ReportAtsAsync(ats, Year, CancellationToken.None)));
        }

        // What is acknowledged is in the next answer everywhere.
        await cluster.Grain(companies[^1]).RecordAsync(Event(companies[^1], "two", 60_000));
        foreach (var silo in cluster.Silos)
            Assert.Equal(60_000 * (companies.Length + 1), (await silo.ReportAtsAsync(ats, Year, CancellationToken.None))!.Totals.MinutesMs);
        Assert.Null(await cluster.Client.GetGrain<IAtsGrain>("no-such-ats").ReportAsync(Year));
    }

    private static UsageEvent Event(string company, string id, long durationMs) =>
        new() { EventId = id, CompanyId = company, OccurredAt = March, DurationMs = durationMs };

    private static string Text(CompanyReport report) => JsonSerializer.Serialize(report);

    private static string Text(AtsReport? report) => JsonSerializer.Serialize(report);
}
