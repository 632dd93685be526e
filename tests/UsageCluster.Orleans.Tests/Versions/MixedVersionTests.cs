using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.Grains;
using UsageCluster.Orleans.Tests.Support;

namespace UsageCluster.Orleans.Tests.Versions;

public sealed class MixedVersionTests(MixedCluster cluster) : IClassFixture<MixedCluster>
{
    // Enough that each silo hosts some, and each has to ask the other.
    private const int Companies = 20;

    private static readonly TimeRange Year = new(new Instant(new DateTime(2025, 1, 1).Ticks), new Instant(new DateTime(2026, 1, 1).Ticks));

    [ClusterFact]
    public async Task Silos_of_two_versions_record_and_answer_for_each_other()
    {
        var before = LaterEventConverter.OfThisVersion;
        var companies = await Task.WhenAll(Enumerable.Range(0, Companies).Select(_ => cluster.NewCompanyAsync()));
        await cluster.NewAtsAsync("mixed", companies);
        foreach (var company in companies)
        {
            foreach (var (silo, i) in cluster.Silos.Select((s, i) => (s, i)))
            {
                Assert.Equal(RecordOutcome.Accepted, await silo.RecordAsync(Event(company, $"of-silo-{i}"), CancellationToken.None));
                Assert.Equal(RecordStatus.Duplicate, (await silo.RecordAsync(Event(company, $"of-silo-{i}"), CancellationToken.None)).Status);
                var outcomes = await silo.RecordAsync(company, [Event(company, $"batch-of-silo-{i}")], dryRun: false, CancellationToken.None);
                Assert.Equal(RecordOutcome.Accepted, Assert.Single(outcomes));
            }

            var batch = await cluster.Grain(company).RecordBatchAsync(new RecordBatch([Event(company, "of-client"), Event(company, "of-silo-0")]));
            Assert.Equal([RecordStatus.Accepted, RecordStatus.Duplicate], batch.Select(o => o.Status));
        }

        const long expected = 5 * 60_000;
        foreach (var silo in cluster.Silos)
        {
            foreach (var company in companies)
                Assert.Equal(expected, Assert.Single((await silo.ReportCompanyAsync(company, Year, CancellationToken.None)).Systems).Quantity);
            Assert.Equal(expected * Companies, (await silo.ReportAtsAsync("mixed", Year, CancellationToken.None))!.Totals.MinutesMs);
        }

        Assert.Equal(expected * Companies, (await cluster.Client.GetGrain<IAtsGrain>("mixed").ReportAsync(Year))!.Totals.MinutesMs);
        // The later silo did read events of this version, so that the two met.
        Assert.True(LaterEventConverter.OfThisVersion > before);
    }

    [ClusterFact]
    public async Task A_failure_is_understood_across_versions()
    {
        foreach (var _ in Enumerable.Range(0, Companies))
        {
            var company = await cluster.NewCompanyAsync();
            cluster.Ledger.Unreachable = company;
            foreach (var silo in cluster.Silos)
            {
                var failure = await Assert.ThrowsAsync<RetryableException>(async () => await silo.ReportCompanyAsync(company, Year, CancellationToken.None));
                Assert.Equal(RetryableFailure.Unavailable, failure.Failure);
            }
        }
    }

    private static UsageEvent Event(string company, string id) =>
        new() { EventId = id, CompanyId = company, OccurredAt = new Instant(new DateTime(2025, 3, 1).Ticks), DurationMs = 60_000 };
}
