using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;
using UsageCluster.TestKit.Audit;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>An event of a month that should have been closed long ago: the months are closed in an append of their own, then the event is booked and adjusts its own.</summary>
/// <param name="isOfEvent">Whether it is about the second append.</param>
internal sealed class MonthWork(bool isOfEvent) : CrashWork
{
    // In it both uses lie.
    private const string Month = "2025-03";

    private CrashCompany _company = null!;
    private SentEvent? _late;

    public override Task PrepareAsync(CrashWorld world)
    {
        _company = world.TakeDue();
        return Task.CompletedTask;
    }

    public override Task AskAsync(CrashWorld world) => world.SendAsync([_late ??= _company.Next()]);

    public override async Task<IReadOnlyList<bool>> AreThereAsync(CrashWorld world, ILedgerRows rows)
    {
        var stored = await StoredLedgers.ReadAsync(rows, _company.Id);
        return [isOfEvent ? stored.Events.Count() == 2 : stored.Entries.Any(e => DueMonths.IsClose(e.Entry))];
    }

    public override async Task FinishAsync(CrashWorld world)
    {
        await world.SendUntilAnsweredAsync([_late!]);
        await using var rows = await world.Store.RowsAsync();
        var stored = await StoredLedgers.ReadAsync(rows, _company.Id);
        Assert.Single(stored.Entries, e => DueMonths.IsClose(e.Entry));
        var closes = stored.Entries.Select(e => e.Entry).OfType<MonthCloseEntry>().SelectMany(c => c.Transactions);
        var posted = closes.Concat(stored.Entries.Select(e => e.Entry).OfType<TransactionEntry>().Select(t => t.Transaction)).ToList();
        Assert.Equal(posted.Count, posted.Select(t => t.Id).Distinct().Count());
        // What months come to is the product's own audit's to check; that both uses are charged shows here.
        var month = await world.GetAsync($"/billing/plan?companyId={_company.Id}&month={Month}");
        var owed = month.GetProperty("data").GetProperty("fee").GetDecimal() + month.GetProperty("data").GetProperty("overageCost").GetDecimal();
        Assert.Equal(owed, posted.Where(t => t.Reference == Month).Sum(t => t.AmountMicro) / 1_000_000m);
    }
}
