using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Tests.Ports;

public sealed class AppendRequestTests
{
    // Few ids are compared, many are looked up.
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(40)]
    public void An_id_that_stands_twice_is_found_wherever_it_stands(int entries)
    {
        Assert.False(Request(Enumerable.Range(0, entries)).RepeatsAnId());
        for (var second = 1; second < entries; second++)
            Assert.True(Request(Enumerable.Range(0, entries).Select(i => i == second ? 0 : i)).RepeatsAnId());
    }

    [Fact]
    public void Entries_without_an_id_repeat_none()
    {
        var change = new SwitchEntry { Version = 1, RecordedAt = Instant.Earliest, At = Instant.Always, System = BillingSystem.Minutes };
        Assert.False(Request([.. Enumerable.Repeat<LedgerEntry>(change, 3), Use(1)]).RepeatsAnId());
    }

    private static AppendRequest Request(IEnumerable<int> ids) => Request([.. ids.Select(Use)]);

    private static AppendRequest Request(LedgerEntry[] entries) => new()
    {
        CompanyNo = 1,
        Epoch = 1,
        ExpectedVersion = 0,
        RatesRevision = null,
        Entries = [.. entries.Select(entry => new ChainedEntry(entry, []))],
    };

    private static LedgerEntry Use(int id) => new UsageEntry
    {
        Version = 1,
        RecordedAt = Instant.Earliest,
        Event = new UsageEvent { EventId = $"event-{id}", CompanyId = "c", OccurredAt = Instant.Earliest, DurationMs = 1 },
        System = BillingSystem.Minutes,
        Quantity = 1,
        CountsAsInterview = false,
    };
}
