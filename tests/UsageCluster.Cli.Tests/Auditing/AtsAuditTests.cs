using System.Text.Json;
using UsageCluster.Actors.Control;
using UsageCluster.Cli.Auditing;
using UsageCluster.Cli.Tests.Support;

namespace UsageCluster.Cli.Tests.Auditing;

[Collection(StoreCollection.Name)]
public class AtsAuditTests(PostgresServerFixture postgres)
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task ATSs_of_sound_companies_are_well_whatever_a_page_holds(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await WriteAsync(store);
        foreach (var page in (int[])[1, 2, 100])
        {
            var json = await JsonAsync(store, new AuditOptions { CompaniesPage = page });

            Assert.Equal((3, 2, 0, 0), Counts(json));
        }
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_member_that_is_no_company_is_found_and_its_ATS_named(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await WriteAsync(store);
        await store.ExecuteAsync(kind == StoreKind.Sqlite
            ? "PRAGMA foreign_keys = OFF; INSERT INTO ats_members SELECT ats_no, 999 FROM ats WHERE ats_id = 'some'"
            : "ALTER TABLE usage.ats_members DROP CONSTRAINT ats_members_company_no_fkey; INSERT INTO usage.ats_members VALUES ('some', 999)");

        await store.AssertFindsAsync("ATS some: its member, the company of number 999, does not exist");
        var finding = (await JsonAsync(store, new AuditOptions { CompaniesPage = 1 })).GetProperty("findings")[0];

        Assert.Equal(JsonValueKind.Null, finding.GetProperty("company").ValueKind);
        Assert.Equal("some", finding.GetProperty("ats").GetString());
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task An_ATS_with_members_beyond_the_bound_is_not_checked_and_the_end_says_so(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await WriteAsync(store);
        await PutAsync(store, "a first one", "acme");
        var options = new AuditOptions { AtsMembersMax = 1 };
        using var text = new StringWriter();

        Assert.True(await AuditAsync(store, new TextReport(text), options));

        Assert.EndsWith(" s: all well; 2 ATSs not checked", text.ToString().TrimEnd(), StringComparison.Ordinal);
        Assert.Equal((3, 1, 2, 0), Counts(await JsonAsync(store, options)));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_company_that_is_off_is_named_alone_and_its_ATSs_are_not_checked(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await WriteAsync(store);
        await store.ExecuteAsync("UPDATE {heads} SET version = 22 WHERE {ofAcme}");

        await store.AssertFindsAsync("company acme, version 22: ");

        Assert.Equal((3, 1, 1, 1), Counts(await JsonAsync(store, new AuditOptions())));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_company_that_becomes_a_member_meanwhile_is_looked_up_then(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await WriteAsync(store);
        await using var rows = await store.RowsAsync();
        var audit = new AtsAudit(rows, new StoredRates(rows), new AuditOptions());
        await audit.ReadMembersAsync(default);
        var late = await WrittenCompany.MakeAsync(store, "late");
        await late.AppendAsync(late.Use("first", 1, 60_000));
        await PutAsync(store, "new", "late");

        await foreach (var finding in audit.RunAsync(default))
            Assert.Fail(finding.What);

        // The companies of the other two were not gone through.
        Assert.Equal((1, 2), (audit.Checked, audit.Unchecked));
    }

    private static async Task WriteAsync(StoreCase store)
    {
        await Companies.WriteAsync(store);
        await PutAsync(store, "all", "acme", "beta", "zeta");
        await PutAsync(store, "some", "zeta", "beta");
    }

    private static async Task PutAsync(StoreCase store, string atsId, params string[] companyIds) =>
        Assert.Equal(StoreWrite.Created, await store.Control.PutAtsAsync(atsId, atsId, companyIds, _ => WrittenCompany.Audit(), default));

    private static Task<bool> AuditAsync(StoreCase store, IAuditReport report, AuditOptions options) =>
        new LedgerAuditor(report, options, TimeProvider.System).RunAsync(_ => store.RowsAsync(), [], default);

    private static async Task<JsonElement> JsonAsync(StoreCase store, AuditOptions options)
    {
        using var text = new StringWriter();
        await AuditAsync(store, new JsonReport(text), options);
        return JsonElement.Parse(text.ToString());
    }

    private static (int Companies, int Ats, int AtsUnchecked, int Off) Counts(JsonElement json) =>
        (json.GetProperty("companies").GetInt32(), json.GetProperty("ats").GetInt32(), json.GetProperty("atsUnchecked").GetInt32(), json.GetProperty("off").GetInt32());
}
