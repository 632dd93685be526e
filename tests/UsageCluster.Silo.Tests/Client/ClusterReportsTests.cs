using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Grains;
using UsageCluster.Grains.Views;
using UsageCluster.Silo.Client;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Hosting;
using UsageCluster.Silo.Tests.Support;
using UsageCluster.Silo.Views;

namespace UsageCluster.Silo.Tests.Client;

public sealed class ClusterReportsTests : ISiloViewsClient, ICompanyGrains
{
    private static readonly TimeRange Range = new(new Instant(1), new Instant(2));
    private static readonly CompanyReport Report = new("acme", 7, [new SystemReport(BillingSystem.Minutes, 0, 0, [])]);

    private readonly TestLease _lease = new();
    private readonly FakeHomes _homes = new(Silos.At(1));
    private readonly List<KnownReports?> _known = [];
    private readonly ClusterReports _reports;
    private Action _whenAsked = () => { };

    public ClusterReportsTests()
    {
        _homes.Set(Silos.At(2));
        var bounds = new SiloBounds();
        _reports = new ClusterReports(this, new CompanyRegistry(), _lease, _homes, this, new RemoteReports(bounds), bounds);
    }

    [Fact]
    public async Task What_another_silo_reported_under_this_term_need_not_travel_again()
    {
        await _lease.TakeAsync();
        await ReadAsync();
        await ReadAsync();
        Assert.Null(_known[0]);
        Assert.Equal([7], _known[1]!.Versions);
    }

    [Fact]
    public async Task What_was_learned_under_a_term_that_is_over_is_not_known_any_more()
    {
        await _lease.TakeAsync();
        await ReadAsync();
        _lease.Clock.Advance(TestLease.Duration);
        await ReadAsync();
        await _lease.TakeAsync();
        await ReadAsync();
        Assert.All(_known, Assert.Null);
    }

    [Fact]
    public async Task Without_a_lease_nothing_is_learned()
    {
        await ReadAsync();
        await _lease.TakeAsync();
        await ReadAsync();
        Assert.All(_known, Assert.Null);
    }

    [Fact]
    public async Task What_was_learned_by_a_call_that_outlived_its_term_is_not_known_under_the_next()
    {
        await _lease.TakeAsync();
        _whenAsked = () =>
        {
            _lease.Clock.Advance(TestLease.Duration);
            _lease.TakeAsync().GetAwaiter().GetResult();
        };
        await ReadAsync();
        _whenAsked = () => { };
        await ReadAsync();
        Assert.All(_known, Assert.Null);
    }

    [Fact]
    public async Task A_report_whose_term_ends_while_its_silo_says_that_it_holds_is_asked_of_the_company()
    {
        await _lease.TakeAsync();
        await ReadAsync();
        _whenAsked = () => _lease.Clock.Advance(TestLease.Duration);
        await Assert.ThrowsAsync<NotSupportedException>(ReadAsync);
    }

    async ValueTask<SiloReports> ISiloViewsClient.ReportAsync(SiloAddress silo, SiloReportsRequest request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        _known.Add(request.Known);
        _whenAsked();
        return new SiloReports([request.Known is null ? SiloReport.Of(Report) : SiloReport.Unchanged]);
    }

    ValueTask<SiloLines> ISiloViewsClient.LinesAsync(SiloAddress silo, SiloLinesRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    ICompanyGrain ICompanyGrains.Of(string companyId) => throw new NotSupportedException();

    private async Task ReadAsync() => Assert.Same(Report, Assert.Single(await _reports.ReportAsync(["acme"], Range, CancellationToken.None)));
}
