using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Silo.Client;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Hosting;
using UsageCluster.Silo.Tests.Support;

namespace UsageCluster.Silo.Tests.Companies;

public class CompanyDropTests
{
    [Fact]
    public void One_company_that_fails_keeps_no_other_from_being_dropped()
    {
        var registry = new CompanyRegistry();
        FakeCompany[] companies = [.. Enumerable.Range(0, 10).Select(i => new FakeCompany($"c{i}") { Failure = i % 2 == 0 ? new InvalidOperationException("no") : null })];
        foreach (var company in companies)
            registry.Add(company);
        using var metrics = FakeMetrics.Of(registry);
        new CompanyDrop(registry, new RemoteReports(new SiloBounds()), metrics, NullLogger<CompanyDrop>.Instance).DropAll();
        Assert.Equal(0, registry.Count);
        Assert.All(companies, company => Assert.Equal(company.Failure is null, company.IsGivenUp));
    }
}
