using UsageCluster.Actors.Ports;
using UsageCluster.Cli.Auditing;
using UsageCluster.Cli.Tests.Support;

namespace UsageCluster.Cli.Tests.Auditing;

[Collection(StoreCollection.Name)]
public class MovingHeadTests(PostgresServerFixture postgres)
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_head_that_moves_on_meanwhile_is_read_again_and_not_reported(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await Companies.WriteAsync(store);
        await using var rows = new MovingRows(await store.RowsAsync(), async () =>
        {
            await acme.AppendAsync(acme.Use($"meanwhile-{acme.Version}", 1, 1));
            await acme.SaveAsync(acme.Snapshot());
        });
        var company = await rows.FindCompanyAsync("acme", default);
        var audit = new CompanyAudit(rows, company!, new StoredRates(rows), new AuditOptions { EntriesPage = 4 });

        Assert.Null(await audit.RunAsync(default));

        Assert.Equal(21, audit.EntriesRead);
        Assert.True(acme.Version > 21);
    }

    /// <summary>Rows to which something is added whenever a head has been read.</summary>
    private sealed class MovingRows(ILedgerRows rows, Func<Task> move) : ILedgerRows
    {
        public async Task<StoredHead?> HeadAsync(StoredCompany company, CancellationToken cancellationToken)
        {
            var head = await rows.HeadAsync(company, cancellationToken);
            await move();
            return head;
        }

        public Task<IReadOnlyList<StoredCompany>> CompaniesAsync(string afterCompanyId, int limit, CancellationToken cancellationToken) =>
            rows.CompaniesAsync(afterCompanyId, limit, cancellationToken);

        public Task<StoredCompany?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) => rows.FindCompanyAsync(companyId, cancellationToken);

        public Task<IReadOnlyList<StoredEntry>> EntriesAsync(StoredCompany company, long afterVersion, int limit, CancellationToken cancellationToken) =>
            rows.EntriesAsync(company, afterVersion, limit, cancellationToken);

        public Task<IReadOnlyList<StoredSnapshot>> SnapshotsAsync(StoredCompany company, CancellationToken cancellationToken) =>
            rows.SnapshotsAsync(company, cancellationToken);

        public Task<IReadOnlyList<StoredMember>> AtsMembersAsync(StoredMember? after, int limit, CancellationToken cancellationToken) =>
            rows.AtsMembersAsync(after, limit, cancellationToken);

        public Task<Core.Pricing.RateBook> RatesAsync(CancellationToken cancellationToken) => rows.RatesAsync(cancellationToken);

        public ValueTask DisposeAsync() => rows.DisposeAsync();
    }
}
