using System.Text.Json;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.TestKit.Audit;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>An administrative change of a company with events, which books one entry, however often it is asked for.</summary>
internal sealed class ChangeWork(ChangeKind kind) : CrashWork
{
    private CrashCompany _company = null!;

    public override async Task PrepareAsync(CrashWorld world)
    {
        do
            _company = (await world.MakeAsync(1))[0];
        while (_company.System != BillingSystem.Minutes);
        await SendAsync(world);
    }

    public override Task AskAsync(CrashWorld world) => CrashWorld.TryAsync(() => ChangeAsync(world));

    public override async Task<IReadOnlyList<bool>> AreThereAsync(CrashWorld world, ILedgerRows rows) => [await CountAsync(rows) == 1];

    public override async Task FinishAsync(CrashWorld world)
    {
        await CrashWorld.UntilAsync(() => CrashWorld.TryAsync(() => ChangeAsync(world)));
        if (kind == ChangeKind.Switch)
            _company.Switch();
        if (kind == ChangeKind.Correction)
            _company.Void(_company.Sent[0]);
        await SendAsync(world);
        await using var rows = await world.Store.RowsAsync();
        Assert.Equal(1, await CountAsync(rows));
    }

    private Task SendAsync(CrashWorld world) => world.SendUntilAnsweredAsync([.. Enumerable.Range(0, 3).Select(_ => _company.Next())]);

    private Task<JsonElement> ChangeAsync(CrashWorld world) => kind switch
    {
        ChangeKind.Correction => world.Admin.PostAsync(
            $"/admin/companies/{_company.Id}/corrections", new { id = "v", eventId = _company.Sent[0].Event.EventId, kind = "void", reason = "Reported twice" }),
        ChangeKind.Plan => world.Admin.PutAsync($"/admin/companies/{_company.Id}/plan", new { planId = DueMonths.PlanId, effectiveFrom = "2040-01-01" }),
        _ => world.Admin.PutAsync(
            $"/admin/companies/{_company.Id}", new { companyName = _company.Id, billingSystem = "credits", billingSystemSince = "2025-07-01" }),
    };

    private async Task<int> CountAsync(ILedgerRows rows)
    {
        var wanted = kind switch
        {
            ChangeKind.Correction => EntryKind.Correction,
            ChangeKind.Plan => EntryKind.PlanAssignment,
            _ => EntryKind.Switch,
        };
        // A company's first switch is its making.
        return (await StoredLedgers.ReadAsync(rows, _company.Id)).Entries.Count(e => e.Entry.Kind == wanted && e.Entry.Version > 1);
    }
}
