using System.Reflection;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.Grains;
using UsageCluster.Grains.Relaying;
using UsageCluster.Grains.Views;
using UsageCluster.Silo.Client;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Hosting;
using UsageCluster.Silo.Relaying;
using UsageCluster.Silo.Tests.Support;
using UsageCluster.Silo.Views;

namespace UsageCluster.Silo.Tests.Client;

public sealed class UnknownCompanyTests : ICompanyGrains, ISiloViewsClient, ISiloRecordsClient
{
    private static readonly UsageEvent Event = new() { EventId = "e", CompanyId = "acme", OccurredAt = new Instant(1), DurationMs = 1 };

    private readonly Rows _rows;
    private readonly ClusterUsageClient _client;

    public UnknownCompanyTests()
    {
        var (registry, lease, homes, bounds) = (new CompanyRegistry(), new TestLease(), new FakeHomes(Silos.At(1)), new SiloBounds());
        var store = DispatchProxy.Create<IControlStore, Rows>();
        _rows = (Rows)store;
        var reports = new ClusterReports(this, registry, lease, homes, this, new RemoteReports(bounds), bounds);
        var lines = new ClusterLines(this, registry, lease, homes, this, bounds);
        var control = new ControlPlane(store, new ControlPlaneOptions(), TimeProvider.System);
        _client = new ClusterUsageClient(this, registry, lease, homes, control, reports, lines, new RecordRelay(homes, this, bounds), bounds);
    }

    [Fact]
    public async Task Events_of_a_company_that_does_not_exist_are_refused_without_an_activation_and_by_the_store_each_time()
    {
        for (var looks = 1; looks <= 5; looks += 2)
        {
            Assert.Equal("unknown_company", (await _client.RecordAsync(Event, CancellationToken.None)).Code);
            Assert.Equal(looks, _rows.Looks);
            var outcomes = await _client.RecordAsync("acme", [Event, Event], dryRun: false, CancellationToken.None);
            Assert.Equal(["unknown_company", "unknown_company"], outcomes.Select(o => o.Code));
        }
    }

    [Fact]
    public async Task A_company_that_exists_is_asked_and_looked_up_once()
    {
        _rows.Company = new CompanyRow("acme", "Acme", Core.Billing.BillingSystem.Minutes, Instant.Always, null);
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<NotSupportedException>(async () => await _client.RecordAsync(Event, CancellationToken.None));
        Assert.Equal(1, _rows.Looks);
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_refuses_nothing()
    {
        _rows.Failure = new LedgerUnavailableException("gone");
        var told = await Assert.ThrowsAsync<RetryableException>(async () => await _client.RecordAsync(Event, CancellationToken.None));
        Assert.Equal(RetryableFailure.Unavailable, told.Failure);
    }

    ICompanyGrain ICompanyGrains.Of(string companyId) => throw new NotSupportedException();

    ValueTask<SiloReports> ISiloViewsClient.ReportAsync(SiloAddress silo, SiloReportsRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    ValueTask<SiloLines> ISiloViewsClient.LinesAsync(SiloAddress silo, SiloLinesRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    ValueTask<RelayAnswers> ISiloRecordsClient.RecordAsync(SiloAddress silo, RelayedEvents relayed) => throw new NotSupportedException();

    private class Rows : DispatchProxy
    {
        public CompanyRow? Company { get; set; }

        public Exception? Failure { get; set; }

        public int Looks { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name != nameof(IControlStore.FindCompanyAsync))
                throw new NotSupportedException(targetMethod.Name);
            Looks++;
            return Failure is null ? Task.FromResult(Company) : Task.FromException<CompanyRow?>(Failure);
        }
    }
}
