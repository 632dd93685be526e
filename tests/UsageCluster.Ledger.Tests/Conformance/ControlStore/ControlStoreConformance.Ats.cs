using UsageCluster.Actors.Control;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class ControlStoreConformance
{
    [Fact]
    public async Task An_ATS_that_was_never_made_is_not_found() => Assert.Null(await Control.FindAtsAsync("nobody", CancellationToken.None));

    [Fact]
    public async Task A_new_ATS_has_its_members_and_their_names()
    {
        var company = await MakeCompanyAsync();
        var atsId = Samples.Company("ats").CompanyId;
        var audit = Samples.Audit("ats.put");
        var before = await WrittenAsync();
        List<AtsRow?> seen = [];

        var outcome = await Control.PutAtsAsync(
            atsId,
            "An ATS",
            [company.CompanyId],
            row =>
            {
                seen.Add(row);
                return audit;
            },
            CancellationToken.None);

        Assert.Equal(StoreWrite.Created, outcome);
        Assert.Equal([null], seen);
        var ats = (await Control.FindAtsAsync(atsId, CancellationToken.None))!;
        Assert.Equal((atsId, "An ATS"), (ats.AtsId, ats.AtsName));
        Assert.Equal([new AtsMember(company.CompanyId, company.CompanyName)], ats.Members);
        await AssertOneWriteSinceAsync(before, audit, new ControlChange(ControlKind.Ats, atsId));
    }

    [Fact]
    public async Task Putting_an_ATS_replaces_its_whole_set_of_members()
    {
        var kept = await MakeCompanyAsync();
        var dropped = await MakeCompanyAsync();
        var added = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync(kept.CompanyId, dropped.CompanyId);
        var audit = Samples.Audit("ats.put");
        var before = await WrittenAsync();
        AtsRow? seen = null;

        var outcome = await Control.PutAtsAsync(
            atsId,
            "Renamed",
            [added.CompanyId, kept.CompanyId],
            row =>
            {
                seen = row;
                return audit;
            },
            CancellationToken.None);

        Assert.Equal(StoreWrite.Updated, outcome);
        Assert.Equal("ATS", seen!.AtsName);
        Assert.Equal(
            new[] { dropped.CompanyId, kept.CompanyId }.Order(StringComparer.Ordinal),
            seen.Members.Select(m => m.CompanyId).Order(StringComparer.Ordinal));
        Assert.Equal("Renamed", (await Control.FindAtsAsync(atsId, CancellationToken.None))!.AtsName);
        Assert.Equal(new[] { added.CompanyId, kept.CompanyId }.Order(StringComparer.Ordinal), await MembersAsync(atsId));
        await AssertOneWriteSinceAsync(before, audit, new ControlChange(ControlKind.Ats, atsId));
    }

    [Fact]
    public async Task A_new_name_alone_updates_an_ATS()
    {
        var company = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync(company.CompanyId);

        Assert.Equal(StoreWrite.Updated, await PutAtsAsync(atsId, "Renamed", company.CompanyId));

        Assert.Equal("Renamed", (await Control.FindAtsAsync(atsId, CancellationToken.None))!.AtsName);
        Assert.Equal([company.CompanyId], await MembersAsync(atsId));
    }

    [Fact]
    public async Task Putting_an_ATS_as_it_is_changes_nothing()
    {
        var first = await MakeCompanyAsync();
        var second = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync(first.CompanyId, second.CompanyId);
        var before = await WrittenAsync();

        var outcome = await PutAtsAsync(atsId, "ATS", second.CompanyId, first.CompanyId, second.CompanyId);

        Assert.Equal(StoreWrite.Unchanged, outcome);
        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task An_ATS_with_an_unknown_company_is_neither_made_nor_changed()
    {
        var company = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync();
        var before = await WrittenAsync();

        Assert.Equal(StoreWrite.MissingReference, await PutAtsAsync(atsId, "Renamed", company.CompanyId, "nobody"));
        Assert.Equal(StoreWrite.MissingReference, await PutAtsAsync(atsId + "-new", "New", company.CompanyId.ToUpperInvariant()));

        Assert.Equal("ATS", (await Control.FindAtsAsync(atsId, CancellationToken.None))!.AtsName);
        Assert.Empty(await MembersAsync(atsId));
        Assert.Null(await Control.FindAtsAsync(atsId + "-new", CancellationToken.None));
        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task A_failing_audit_function_leaves_all_as_it_was()
    {
        var company = await MakeCompanyAsync();
        var atsId = await MakeAtsAsync();
        var before = await WrittenAsync();

        await Assert.ThrowsAsync<FormatException>(() => Control.PutAtsAsync(
            atsId, "Renamed", [company.CompanyId], _ => throw new FormatException("no record"), CancellationToken.None));

        Assert.Equal("ATS", (await Control.FindAtsAsync(atsId, CancellationToken.None))!.AtsName);
        Assert.Empty(await MembersAsync(atsId));
        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task Ids_that_differ_in_case_alone_are_different_ATSs()
    {
        var atsId = await MakeAtsAsync();

        Assert.Equal(StoreWrite.Created, await PutAtsAsync(atsId.ToUpperInvariant(), "UPPER"));

        Assert.Equal("ATS", (await Control.FindAtsAsync(atsId, CancellationToken.None))!.AtsName);
        Assert.Equal("UPPER", (await Control.FindAtsAsync(atsId.ToUpperInvariant(), CancellationToken.None))!.AtsName);
    }

    [Fact]
    public async Task ATSs_are_listed_by_id_in_pages_with_their_members()
    {
        await using var database = await factory.CreateDatabaseAsync();
        await using var store = await database.OpenAsync();
        await store.Control.CreateCompanyAsync(Samples.Company() with { CompanyId = "one" }, [], Samples.Audit(), CancellationToken.None);
        await store.Control.PutAtsAsync("b", "b", ["one"], _ => Samples.Audit(), CancellationToken.None);
        await store.Control.PutAtsAsync("a", "a", [], _ => Samples.Audit(), CancellationToken.None);
        await store.Control.PutAtsAsync("B", "B", ["one"], _ => Samples.Audit(), CancellationToken.None);

        var first = await store.Control.ListAtsAsync(new PageRequest(1, 2), CancellationToken.None);
        var second = await store.Control.ListAtsAsync(new PageRequest(2, 2), CancellationToken.None);
        var third = await store.Control.ListAtsAsync(new PageRequest(3, 2), CancellationToken.None);

        Assert.Equal([("B", 1), ("a", 0)], first.Rows.Select(a => (a.AtsId, a.Members.Count)));
        Assert.Equal([("b", 1)], second.Rows.Select(a => (a.AtsId, a.Members.Count)));
        Assert.Empty(third.Rows);
        Assert.Equal((3, 3, 3), (first.TotalCount, second.TotalCount, third.TotalCount));
    }

    [Fact]
    public async Task An_ATS_may_manage_ten_thousand_companies()
    {
        await using var database = await factory.CreateDatabaseAsync();
        await using var store = await database.OpenAsync();
        var ids = Enumerable.Range(0, 10_000).Select(i => $"company-{i:D5}").ToArray();
        await Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (id, cancellationToken) => await store.Control.CreateCompanyAsync(
                Samples.Company() with { CompanyId = id, CompanyName = "Name of " + id }, [], Samples.Audit(), cancellationToken));

        var outcome = await store.Control.PutAtsAsync("ats", "ATS", ids, _ => Samples.Audit(), CancellationToken.None);

        Assert.Equal(StoreWrite.Created, outcome);
        var members = (await store.Control.FindAtsAsync("ats", CancellationToken.None))!.Members;
        Assert.Equal(ids, members.Select(m => m.CompanyId).Order(StringComparer.Ordinal));
        Assert.All(members, m => Assert.Equal("Name of " + m.CompanyId, m.CompanyName));
        Assert.Equal(ids.Length, (await store.Control.FindCompaniesAsync(ids, CancellationToken.None)).Count);
    }
}
