using UsageCluster.Actors.Control;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class ControlStoreConformance
{
    [Fact]
    public async Task A_member_is_added()
    {
        var present = await MakeCompanyAsync();
        var added = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync(present.CompanyId);
        var audit = Samples.Audit("ats.member.put");
        var before = await WrittenAsync();
        AtsRow? seen = null;

        var outcome = await Control.AddAtsMemberAsync(
            atsId,
            added.CompanyId,
            row =>
            {
                seen = row;
                return audit;
            },
            CancellationToken.None);

        Assert.Equal(StoreWrite.Updated, outcome);
        Assert.Equal([present.CompanyId], seen!.Members.Select(m => m.CompanyId));
        Assert.Equal(new[] { added.CompanyId, present.CompanyId }.Order(StringComparer.Ordinal), await MembersAsync(atsId));
        await AssertOneWriteSinceAsync(before, audit, new ControlChange(ControlKind.Ats, atsId));
    }

    [Fact]
    public async Task Adding_a_member_again_changes_nothing()
    {
        var company = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync(company.CompanyId);
        var before = await WrittenAsync();

        Assert.Equal(StoreWrite.Unchanged, await AddMemberAsync(atsId, company.CompanyId));

        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task An_unknown_company_cannot_be_added_nor_any_to_an_unknown_ATS()
    {
        var company = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync();
        var before = await WrittenAsync();

        Assert.Equal(StoreWrite.MissingReference, await AddMemberAsync(atsId, "nobody"));
        Assert.Equal(StoreWrite.NotFound, await AddMemberAsync("nobody", company.CompanyId));
        Assert.Equal(StoreWrite.NotFound, await AddMemberAsync("nobody", "nobody"));

        Assert.Empty(await MembersAsync(atsId));
        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task A_member_is_removed()
    {
        var stays = await MakeCompanyAsync();
        var goes = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync(stays.CompanyId, goes.CompanyId);
        var audit = Samples.Audit("ats.member.delete");
        var before = await WrittenAsync();
        AtsRow? seen = null;

        var outcome = await Control.RemoveAtsMemberAsync(
            atsId,
            goes.CompanyId,
            row =>
            {
                seen = row;
                return audit;
            },
            CancellationToken.None);

        Assert.Equal(StoreWrite.Updated, outcome);
        Assert.Equal(2, seen!.Members.Count);
        Assert.Equal([stays.CompanyId], await MembersAsync(atsId));
        await AssertOneWriteSinceAsync(before, audit, new ControlChange(ControlKind.Ats, atsId));
    }

    [Fact]
    public async Task Who_is_no_member_cannot_be_removed()
    {
        var stranger = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync();
        var before = await WrittenAsync();

        Assert.Equal(StoreWrite.NotFound, await RemoveMemberAsync(atsId, stranger.CompanyId));
        Assert.Equal(StoreWrite.NotFound, await RemoveMemberAsync(atsId, "nobody"));
        Assert.Equal(StoreWrite.NotFound, await RemoveMemberAsync("nobody", stranger.CompanyId));

        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task Members_added_at_once_are_all_there()
    {
        var atsId = await MakeAtsAsync();
        var companies = new List<string>();
        for (var i = 0; i < 16; i++)
            companies.Add((await MakeCompanyAsync()).CompanyId);
        var before = await WrittenAsync();

        var outcomes = await Task.WhenAll(companies.Concat(companies).Select(c => AddMemberAsync(atsId, c)));

        Assert.Equal(16, outcomes.Count(o => o == StoreWrite.Updated));
        Assert.Equal(16, outcomes.Count(o => o == StoreWrite.Unchanged));
        Assert.Equal(companies.Order(StringComparer.Ordinal), await MembersAsync(atsId));
        Assert.Equal(new Written(before.Revision + 16, before.AuditRecords + 16), await WrittenAsync());
    }

    private Task<StoreWrite> AddMemberAsync(string atsId, string companyId) =>
        Control.AddAtsMemberAsync(atsId, companyId, _ => Samples.Audit("ats.member.put"), CancellationToken.None);

    private Task<StoreWrite> RemoveMemberAsync(string atsId, string companyId) =>
        Control.RemoveAtsMemberAsync(atsId, companyId, _ => Samples.Audit("ats.member.delete"), CancellationToken.None);
}
