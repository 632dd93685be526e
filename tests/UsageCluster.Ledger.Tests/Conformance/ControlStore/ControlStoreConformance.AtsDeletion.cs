using UsageCluster.Actors.Control;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class ControlStoreConformance
{
    [Fact]
    public async Task A_deleted_ATS_is_not_found_and_its_keys_are_revoked()
    {
        var company = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync(company.CompanyId);
        var first = await MakeKeyAsync(KeyKind.Ats, atsId);
        var second = await MakeKeyAsync(KeyKind.Ats, atsId);
        var audit = Samples.Audit("ats.delete", before: "{}", after: null);
        var before = await WrittenAsync();
        AtsRow? seen = null;

        var outcome = await Control.DeleteAtsAsync(
            atsId,
            Samples.Noon,
            row =>
            {
                seen = row;
                return audit;
            },
            CancellationToken.None);

        Assert.Equal(StoreWrite.Updated, outcome);
        Assert.Equal([company.CompanyId], seen!.Members.Select(m => m.CompanyId));
        Assert.Null(await Control.FindAtsAsync(atsId, CancellationToken.None));
        Assert.Equal(Samples.Noon, (await Control.FindKeyAsync(first.KeyId, CancellationToken.None))!.RevokedAt);
        Assert.Equal(Samples.Noon, (await Control.FindKeyAsync(second.KeyId, CancellationToken.None))!.RevokedAt);
        await AssertOneWriteSinceAsync(
            before,
            audit,
            new ControlChange(ControlKind.Ats, atsId),
            new ControlChange(ControlKind.Key, first.KeyId),
            new ControlChange(ControlKind.Key, second.KeyId));
    }

    [Fact]
    public async Task Deleting_an_ATS_leaves_the_keys_of_others_alone()
    {
        var atsId = await MakeAtsAsync();
        var otherAts = await MakeKeyAsync(KeyKind.Ats, await MakeAtsAsync());
        var company = Samples.Company() with { CompanyId = atsId };
        await Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
        var namesake = await MakeKeyAsync(KeyKind.Company, atsId);
        var early = Samples.Key() with { Kind = KeyKind.Ats, Owner = atsId, RevokedAt = Samples.Noon };
        await Control.CreateKeyAsync(early, Samples.Audit(), CancellationToken.None);

        await DeleteAtsAsync(atsId);

        Assert.Null((await Control.FindKeyAsync(otherAts.KeyId, CancellationToken.None))!.RevokedAt);
        Assert.Null((await Control.FindKeyAsync(namesake.KeyId, CancellationToken.None))!.RevokedAt);
        Assert.Equal(Samples.Noon, (await Control.FindKeyAsync(early.KeyId, CancellationToken.None))!.RevokedAt);
    }

    [Fact]
    public async Task An_ATS_made_after_a_deletion_is_a_new_one_and_the_old_keys_stay_revoked()
    {
        var old = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync(old.CompanyId);
        var key = await MakeKeyAsync(KeyKind.Ats, atsId);
        await DeleteAtsAsync(atsId);

        Assert.Equal(StoreWrite.Created, await PutAtsAsync(atsId, "ATS"));

        Assert.Empty(await MembersAsync(atsId));
        Assert.NotNull((await Control.FindKeyAsync(key.KeyId, CancellationToken.None))!.RevokedAt);
    }

    [Fact]
    public async Task What_is_no_ATS_cannot_be_deleted_or_added_to()
    {
        var company = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync();
        await DeleteAtsAsync(atsId);
        var before = await WrittenAsync();

        Assert.Equal(StoreWrite.NotFound, await DeleteAtsAsync(atsId));
        Assert.Equal(StoreWrite.NotFound, await DeleteAtsAsync("nobody"));
        Assert.Equal(StoreWrite.NotFound, await AddMemberAsync(atsId, company.CompanyId));
        Assert.Equal(StoreWrite.NotFound, await RemoveMemberAsync(atsId, company.CompanyId));

        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task A_deleted_ATS_is_not_listed()
    {
        await using var database = await factory.CreateDatabaseAsync();
        await using var store = await database.OpenAsync();
        await store.Control.PutAtsAsync("stays", "ATS", [], _ => Samples.Audit(), CancellationToken.None);
        await store.Control.PutAtsAsync("goes", "ATS", [], _ => Samples.Audit(), CancellationToken.None);

        await store.Control.DeleteAtsAsync("goes", Samples.Noon, _ => Samples.Audit(), CancellationToken.None);

        var list = await store.Control.ListAtsAsync(FirstPage, CancellationToken.None);
        Assert.Equal(["stays"], list.Rows.Select(a => a.AtsId));
        Assert.Equal(1, list.TotalCount);
    }

    [Fact]
    public async Task Of_several_deletions_at_once_one_finds_the_ATS()
    {
        var atsId = await MakeAtsAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => DeleteAtsAsync(atsId)));

        Assert.Single(outcomes, o => o == StoreWrite.Updated);
        Assert.Equal(7, outcomes.Count(o => o == StoreWrite.NotFound));
    }

    [Fact]
    public async Task No_key_of_an_ATS_outlives_a_deletion_at_the_same_time()
    {
        var atsId = await MakeAtsAsync();
        var keys = Enumerable.Range(0, 8).Select(_ => Samples.Key() with { Kind = KeyKind.Ats, Owner = atsId }).ToList();

        var creations = keys.Select(k => Control.CreateKeyAsync(k, Samples.Audit(), CancellationToken.None)).ToList();
        await DeleteAtsAsync(atsId);
        var outcomes = await Task.WhenAll(creations);

        for (var i = 0; i < keys.Count; i++)
        {
            var key = await Control.FindKeyAsync(keys[i].KeyId, CancellationToken.None);
            Assert.True(outcomes[i] == StoreWrite.MissingReference ? key is null : key!.RevokedAt is not null);
        }
    }

    private Task<StoreWrite> DeleteAtsAsync(string atsId) => Control.DeleteAtsAsync(
        atsId, Samples.Noon.Plus(TimeSpan.FromHours(1)), _ => Samples.Audit("ats.delete"), CancellationToken.None);
}
