using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class LedgerConformance
{
    [Fact]
    public async Task A_change_writes_entries_row_audit_and_revision_together()
    {
        var (id, head) = await ActivateNewAsync();
        var revision = await RevisionAsync();
        var row = new CompanyRow(id, "Renamed", BillingSystem.Credits, Samples.Noon, Samples.Noon);
        var audit = Samples.Audit($"change {id}", "{\"a\": 1.50}", null);
        var entry = new SwitchEntry { Version = 1, RecordedAt = Samples.Noon, At = Samples.Noon, System = BillingSystem.Credits };

        var result = await Ledger.AppendChangeAsync(RequestOf(head, Samples.Chained(entry)), new CompanyChange(row, audit), CancellationToken.None);

        Assert.Equal(AppendStatus.Appended, result.Status);
        Assert.Equal(entry, Assert.Single(await ReadAllAsync(head.CompanyNo)).Entry);
        Assert.Equal(row, await Store.Control.FindCompanyAsync(id, CancellationToken.None));
        Assert.Equal(audit, await LatestAuditAsync());
        var changes = await Store.Control.ChangesSinceAsync(revision, CancellationToken.None);
        Assert.Contains(new ControlChange(ControlKind.Company, id), changes.Changes!);
        Assert.Equal(1, (await ActivateAsync(id)).Version);
    }

    [Fact]
    public async Task A_change_may_have_no_entries_or_no_row()
    {
        var (id, head) = await ActivateNewAsync();
        var row = new CompanyRow(id, "Renamed", BillingSystem.Minutes, Samples.Noon, null);

        var rename = await Ledger.AppendChangeAsync(RequestOf(head), new CompanyChange(row, Samples.Audit($"rename {id}")), CancellationToken.None);
        var close = new ClosingEntry { Version = 1, RecordedAt = Samples.Noon, ClosedAt = null };
        var entry = await Ledger.AppendChangeAsync(
            RequestOf(head, Samples.Chained(close)), new CompanyChange(null, Samples.Audit($"entry {id}")), CancellationToken.None);

        Assert.Equal((AppendStatus.Appended, AppendStatus.Appended), (rename.Status, entry.Status));
        Assert.Equal(row, await Store.Control.FindCompanyAsync(id, CancellationToken.None));
        Assert.Equal(close, Assert.Single(await ReadAllAsync(head.CompanyNo)).Entry);
        Assert.Equal($"entry {id}", (await LatestAuditAsync()).Action);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_that_is_fenced_or_stale_writes_nothing(bool fenced)
    {
        var (id, head) = await ActivateNewAsync();
        var stored = await Store.Control.FindCompanyAsync(id, CancellationToken.None);
        var audit = await LatestAuditAsync();
        var revision = await RevisionAsync();
        var rates = (await Store.Control.LoadRatesAsync(CancellationToken.None)).Revision;
        var entry = Samples.Chained(new ClosingEntry { Version = 1, RecordedAt = Samples.Noon, ClosedAt = Samples.Noon });
        var request = new AppendRequest
        {
            CompanyNo = head.CompanyNo,
            Epoch = fenced ? head.Epoch - 1 : head.Epoch,
            ExpectedVersion = 0,
            RatesRevision = fenced ? rates : rates + 1,
            Entries = [entry],
        };

        var change = new CompanyChange(stored! with { CompanyName = "Never" }, Samples.Audit("never"));
        var result = await Ledger.AppendChangeAsync(request, change, CancellationToken.None);

        Assert.Equal(fenced ? AppendStatus.Fenced : AppendStatus.StaleRates, result.Status);
        Assert.Empty(await ReadAllAsync(head.CompanyNo));
        Assert.Equal(stored, await Store.Control.FindCompanyAsync(id, CancellationToken.None));
        Assert.Equal(audit, await LatestAuditAsync());
        Assert.Equal(revision, await RevisionAsync());
        await BookAsync(head, id, "goes on");
    }

    [Fact]
    public async Task A_change_that_fails_half_way_writes_nothing()
    {
        var (_, head) = await ActivateNewAsync();
        var revision = await RevisionAsync();
        var entry = Samples.Chained(new ClosingEntry { Version = 1, RecordedAt = Samples.Noon, ClosedAt = null });
        // The row is another company's: refused after the entries have been written.
        var row = new CompanyRow("another", "Name", BillingSystem.Minutes, Samples.Noon, null);

        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            Ledger.AppendChangeAsync(RequestOf(head, entry), new CompanyChange(row, Samples.Audit("never")), CancellationToken.None));

        Assert.Empty(await ReadAllAsync(head.CompanyNo));
        Assert.Equal(revision, await RevisionAsync());
    }

    [Fact]
    public async Task A_change_carries_no_usage()
    {
        var (id, head) = await ActivateNewAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.AppendChangeAsync(
            Samples.Append(head, id, null, "a"), new CompanyChange(null, Samples.Audit()), CancellationToken.None));

        Assert.Empty(await ReadAllAsync(head.CompanyNo));
    }

    private async Task<long> RevisionAsync() => (await Store.Control.ChangesSinceAsync(-1, CancellationToken.None)).Revision;

    private async Task<AuditRecord> LatestAuditAsync() =>
        Assert.Single((await Store.Control.ListAuditAsync(new PageRequest(1, 1), CancellationToken.None)).Rows);
}
