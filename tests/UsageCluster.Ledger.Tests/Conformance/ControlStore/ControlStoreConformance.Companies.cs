using UsageCluster.Actors.Control;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class ControlStoreConformance
{
    /// <summary>Names of any script: beyond the basic plane, right to left, combining, quoting, wide.</summary>
    public static TheoryData<string> Names => ["Zoë & Söhne", "👩‍🚀 Crew 🇪🇺", "شركة المثال", "חברה לדוגמה", "会社", "e\u0301tude", "O'Brien \"x\" \\ %_;--"];

    [Fact]
    public async Task A_company_that_was_never_made_is_not_found() =>
        Assert.Null(await Control.FindCompanyAsync("nobody", CancellationToken.None));

    [Fact]
    public async Task A_new_company_keeps_every_field_and_is_audited_and_counted()
    {
        var company = Samples.Company() with
        {
            BillingSystem = BillingSystem.Credits,
            BillingSystemSince = new Instant(Samples.Noon.Ticks + 1),
            ClosedAt = Instant.Latest,
        };
        var audit = Samples.Audit(after: "{ \"companyName\": \"Ünïcode\",  \"a\" : 1.50 }") with { Target = "companies/" + company.CompanyId };
        var before = await WrittenAsync();

        var outcome = await Control.CreateCompanyAsync(company, [], audit, CancellationToken.None);

        Assert.Equal(StoreWrite.Created, outcome);
        Assert.Equal(company, await Control.FindCompanyAsync(company.CompanyId, CancellationToken.None));
        await AssertOneWriteSinceAsync(before, audit, new ControlChange(ControlKind.Company, company.CompanyId));
    }

    [Fact]
    public async Task Making_a_company_that_exists_changes_nothing()
    {
        var company = await MakeCompanyAsync();
        var before = await WrittenAsync();

        var outcome = await Control.CreateCompanyAsync(company with { CompanyName = "Other" }, [], Samples.Audit(), CancellationToken.None);

        Assert.Equal(StoreWrite.Unchanged, outcome);
        Assert.Equal(company, await Control.FindCompanyAsync(company.CompanyId, CancellationToken.None));
        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task A_new_company_begins_with_its_entries()
    {
        var company = Samples.Company();
        var entry = Samples.Chained(new SwitchEntry
        {
            Version = 1,
            RecordedAt = Samples.Noon,
            At = Instant.Always,
            System = BillingSystem.Minutes,
        });

        await Control.CreateCompanyAsync(company, [entry], Samples.Audit(), CancellationToken.None);

        var head = (await factory.Store.Ledger.ActivateAsync(company.CompanyId, factory.Store.LeaseNo, CancellationToken.None))!;
        Assert.Equal(1, head.Version);
        Assert.Equal(entry.Hash, head.Hash);
        var read = Assert.Single(await factory.Store.Ledger.ReadAsync(head.CompanyNo, 0, 10, CancellationToken.None));
        Assert.Equal(entry.Entry, read.Entry);
        Assert.Equal(entry.Hash, read.Hash);
    }

    [Fact]
    public async Task A_new_company_without_entries_begins_at_genesis()
    {
        var company = await MakeCompanyAsync();

        var head = (await factory.Store.Ledger.ActivateAsync(company.CompanyId, factory.Store.LeaseNo, CancellationToken.None))!;

        Assert.Equal(0, head.Version);
        Assert.Equal(HashChain.Genesis(company.CompanyId), head.Hash);
    }

    [Fact]
    public async Task Ids_that_differ_in_case_alone_are_different_companies()
    {
        var lower = Samples.Company("case");
        var upper = lower with { CompanyId = lower.CompanyId.ToUpperInvariant(), CompanyName = "UPPER" };

        await Control.CreateCompanyAsync(lower, [], Samples.Audit(), CancellationToken.None);
        var second = await Control.CreateCompanyAsync(upper, [], Samples.Audit(), CancellationToken.None);

        Assert.Equal(StoreWrite.Created, second);
        Assert.Equal(lower, await Control.FindCompanyAsync(lower.CompanyId, CancellationToken.None));
        Assert.Equal(upper, await Control.FindCompanyAsync(upper.CompanyId, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_of_any_script_comes_back_as_it_was(string name)
    {
        var company = Samples.Company() with { CompanyName = name };
        var atsId = Samples.Company("ats").CompanyId;
        var key = Samples.Key() with { Name = name };
        await Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
        await PutAtsAsync(atsId, name, company.CompanyId);
        await Control.CreateKeyAsync(key, Samples.Audit(), CancellationToken.None);

        var ats = await Control.FindAtsAsync(atsId, CancellationToken.None);

        Assert.Equal(name, (await Control.FindCompanyAsync(company.CompanyId, CancellationToken.None))!.CompanyName);
        Assert.Equal(name, ats!.AtsName);
        Assert.Equal(name, ats.Members.Single().CompanyName);
        Assert.Equal(name, (await Control.FindKeyAsync(key.KeyId, CancellationToken.None))!.Name);
    }

    [Fact]
    public async Task Several_companies_are_found_together_without_those_that_do_not_exist()
    {
        var first = await MakeCompanyAsync();
        var second = await MakeCompanyAsync();

        var found = await Control.FindCompaniesAsync([second.CompanyId, "nobody", first.CompanyId, first.CompanyId], CancellationToken.None);

        Assert.Equal([first, second], found.OrderBy(c => c.CompanyId == second.CompanyId));
        Assert.Empty(await Control.FindCompaniesAsync([], CancellationToken.None));
    }

    [Fact]
    public async Task Companies_are_listed_by_id_in_pages()
    {
        await using var database = await factory.CreateDatabaseAsync();
        await using var store = await database.OpenAsync();
        foreach (var id in new[] { "b", "a", "B", "a-1", "_" })
            await store.Control.CreateCompanyAsync(Samples.Company() with { CompanyId = id }, [], Samples.Audit(), CancellationToken.None);

        var pages = new List<PageOf<CompanyRow>>();
        for (var page = 1; page <= 4; page++)
            pages.Add(await store.Control.ListCompaniesAsync(new PageRequest(page, 2), CancellationToken.None));

        Assert.Equal([["B", "_"], ["a", "a-1"], ["b"], []], pages.Select(p => p.Rows.Select(c => c.CompanyId)));
        Assert.All(pages, p => Assert.Equal(5, p.TotalCount));
    }

    [Fact]
    public async Task A_page_far_beyond_the_end_is_empty() =>
        Assert.Empty((await Control.ListCompaniesAsync(new PageRequest(int.MaxValue, 100), CancellationToken.None)).Rows);

    [Fact]
    public async Task A_store_is_empty_until_it_has_a_company_an_ATS_or_a_key()
    {
        await using var database = await factory.CreateDatabaseAsync();
        await using (var store = await database.OpenAsync())
        {
            Assert.True(await store.Control.IsEmptyAsync(CancellationToken.None));
            Assert.Empty((await store.Control.ListCompaniesAsync(FirstPage, CancellationToken.None)).Rows);
            await store.Control.CreateKeyAsync(Samples.Key(), Samples.Audit(), CancellationToken.None);
            Assert.False(await store.Control.IsEmptyAsync(CancellationToken.None));
        }

        await using var withAts = await factory.CreateDatabaseAsync();
        await using (var store = await withAts.OpenAsync())
        {
            await store.Control.PutAtsAsync("ats", "ATS", [], _ => Samples.Audit(), CancellationToken.None);
            Assert.False(await store.Control.IsEmptyAsync(CancellationToken.None));
        }

        await using var withCompany = await factory.CreateDatabaseAsync();
        await using (var store = await withCompany.OpenAsync())
        {
            await store.Control.CreateCompanyAsync(Samples.Company(), [], Samples.Audit(), CancellationToken.None);
            Assert.False(await store.Control.IsEmptyAsync(CancellationToken.None));
        }
    }

    [Fact]
    public async Task Two_creations_of_one_company_at_once_make_one()
    {
        var company = Samples.Company();
        var before = await WrittenAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Control.CreateCompanyAsync(
            company with { CompanyName = $"Company {i}" }, [], Samples.Audit(after: $"{i}"), CancellationToken.None)));

        var winner = Assert.Single(Enumerable.Range(0, 8), i => outcomes[i] == StoreWrite.Created);
        Assert.Equal(7, outcomes.Count(o => o == StoreWrite.Unchanged));
        Assert.Equal($"Company {winner}", (await Control.FindCompanyAsync(company.CompanyId, CancellationToken.None))!.CompanyName);
        await AssertOneWriteSinceAsync(before, Samples.Audit(after: $"{winner}"), new ControlChange(ControlKind.Company, company.CompanyId));
    }
}
