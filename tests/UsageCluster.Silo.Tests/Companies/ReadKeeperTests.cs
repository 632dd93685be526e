using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Hosting;
using UsageCluster.Silo.Tests.Support;

namespace UsageCluster.Silo.Tests.Companies;

public sealed class ReadKeeperTests : IDisposable
{
    private readonly CompanyRegistry _registry = new();
    private readonly TestLease _lease = new();
    private readonly SiloBounds _bounds = new();
    private readonly ReadKeeper _keeper;

    public ReadKeeperTests() => _keeper = new ReadKeeper(_registry, _bounds, TimeProvider.System, NullLogger<ReadKeeper>.Instance);

    [Fact]
    public async Task A_company_that_was_read_since_the_last_look_is_kept_for_the_time_of_an_unused_one()
    {
        var (read, unread) = (Active("read"), Active("unread"));
        _registry.ViewOf("read", await _lease.TakeAsync());
        _keeper.Look();
        Assert.Equal(_bounds.IdleAfter, read.KeptFor);
        Assert.Null(unread.KeptFor);
    }

    [Fact]
    public async Task A_company_that_is_not_read_any_more_is_not_kept_again()
    {
        var company = Active("acme");
        _registry.ViewOf("acme", await _lease.TakeAsync());
        _keeper.Look();
        company.KeptFor = null;
        _keeper.Look();
        Assert.Null(company.KeptFor);
    }

    [Fact]
    public async Task One_company_that_fails_keeps_no_other_from_being_kept()
    {
        FakeCompany[] companies = [.. Enumerable.Range(0, 10).Select(i => Active($"c{i}"))];
        var term = await _lease.TakeAsync();
        foreach (var company in companies)
            _registry.ViewOf(company.CompanyId, term);
        companies[5].Failure = new InvalidOperationException("no");
        _keeper.Look();
        Assert.Equal(9, companies.Count(company => company.KeptFor is not null));
    }

    public void Dispose() => _keeper.Dispose();

    private FakeCompany Active(string companyId)
    {
        var company = new FakeCompany(companyId);
        _registry.Add(company);
        return company;
    }
}
