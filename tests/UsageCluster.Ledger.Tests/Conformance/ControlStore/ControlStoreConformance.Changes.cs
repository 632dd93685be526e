using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class ControlStoreConformance
{
    [Fact]
    public async Task Changes_since_a_revision_are_all_that_came_after_it()
    {
        var start = (await Control.ChangesSinceAsync(-1, CancellationToken.None)).Revision;
        var company = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync();
        var middle = (await Control.ChangesSinceAsync(-1, CancellationToken.None)).Revision;
        await AddMemberAsync(atsId, company.CompanyId);
        await RemoveMemberAsync(atsId, company.CompanyId);
        var key = await MakeKeyAsync(KeyKind.Ats, atsId);

        var all = await Control.ChangesSinceAsync(start, CancellationToken.None);
        var tail = await Control.ChangesSinceAsync(middle, CancellationToken.None);

        Assert.Equal((start + 5, start + 5), (all.Revision, tail.Revision));
        ControlChange[] late = [new(ControlKind.Ats, atsId), new(ControlKind.Key, key.KeyId)];
        Assert.Equivalent(late, tail.Changes!.Distinct(), strict: true);
        Assert.Equivalent(late.Prepend(new(ControlKind.Company, company.CompanyId)), all.Changes!.Distinct(), strict: true);
    }

    [Fact]
    public async Task Nothing_changed_since_the_last_revision()
    {
        await MakeCompanyAsync();
        var current = await Control.ChangesSinceAsync(-1, CancellationToken.None);

        var changes = await Control.ChangesSinceAsync(current.Revision, CancellationToken.None);

        Assert.Equal(current.Revision, changes.Revision);
        Assert.Empty(changes.Changes!);
    }

    [Fact]
    public async Task Writes_at_once_each_take_a_revision_of_their_own()
    {
        var start = (await Control.ChangesSinceAsync(-1, CancellationToken.None)).Revision;

        var companies = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => MakeCompanyAsync()));

        var changes = await Control.ChangesSinceAsync(start, CancellationToken.None);
        Assert.Equal(start + 32, changes.Revision);
        Assert.Equivalent(companies.Select(c => new ControlChange(ControlKind.Company, c.CompanyId)), changes.Changes, strict: true);
    }

    [Fact]
    public async Task Audit_records_are_listed_newest_first_exactly_as_they_were()
    {
        await using var database = await factory.CreateDatabaseAsync();
        await using var store = await database.OpenAsync();
        AuditRecord[] records =
        [
            new(Samples.Noon, "bootstrap", "company.put", "companies/a", null, "{ \"b\":1,  \"a\":\"👩‍🚀 \\u0041\", \"a\":2.50 }"),
            new(new Instant(Samples.Noon.Ticks - 1), "system", "company.put", "companies/b", "{}", null),
            new(Samples.Noon, "key", "company.put", "companies/c", "\"שלום\"", "null"),
        ];
        foreach (var record in records)
            await store.Control.CreateCompanyAsync(Samples.Company(), [], record, CancellationToken.None);

        var first = await store.Control.ListAuditAsync(new PageRequest(1, 2), CancellationToken.None);
        var second = await store.Control.ListAuditAsync(new PageRequest(2, 2), CancellationToken.None);
        var third = await store.Control.ListAuditAsync(new PageRequest(3, 2), CancellationToken.None);

        Assert.Equal([records[2], records[1]], first.Rows);
        Assert.Equal([records[0]], second.Rows);
        Assert.Empty(third.Rows);
        Assert.Equal((3, 3, 3), (first.TotalCount, second.TotalCount, third.TotalCount));
    }
}
