using UsageCluster.Actors.Companies;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Hosting;

namespace UsageCluster.Silo.Tests.Hosting;

public class SiloBoundsTests
{
    private static readonly SiloBounds[] Unusable =
    [
        new() { IdleAfter = TimeSpan.FromSeconds(7) },
        new() { IdleAfter = TimeSpan.FromDays(31) },
        new() { ActivationsInParallelMax = 0 },
        new() { ActivationsWaitingMax = 0 },
        new() { ColdReadsInParallelMax = 0 },
        new() { BackoffMin = TimeSpan.Zero },
        new() { BackoffMin = TimeSpan.FromSeconds(1), BackoffMax = TimeSpan.FromMilliseconds(999) },
        new() { BackoffMax = TimeSpan.FromMinutes(2) },
        new() { BackoffForgottenAfter = TimeSpan.FromTicks(-1) },
        new() { BrokenCompaniesMax = 0 },
        new() { AtsMax = 0 },
        new() { RemoteReportsMax = 0 },
        new() { HomecomingPeriod = TimeSpan.Zero },
        new() { HomecomingPeriod = TimeSpan.FromHours(2) },
        new() { HomecomingMax = 0 },
        new() { SnapshotConnectionsMax = 0 },
        new() { Company = new CompanyActorOptions { AttemptsMax = 0 } },
    ];

    public static TheoryData<int> Positions => [.. Enumerable.Range(0, Unusable.Length)];

    [Fact]
    public void The_defaults_can_be_used() => new SiloBounds().Validate();

    [Theory]
    [MemberData(nameof(Positions))]
    public void A_bound_out_of_its_range_is_refused_before_anything_counts_on_it(int position)
    {
        Assert.Throws<ArgumentOutOfRangeException>(Unusable[position].Validate);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivationGate(Unusable[position], TimeProvider.System));
    }
}
