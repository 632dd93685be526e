using UsageCluster.Soak.Faults;

namespace UsageCluster.Faults.Tests.Soak;

public sealed class FaultScheduleTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void A_seed_has_one_schedule_and_another_seed_another(string store)
    {
        Assert.Equal(FaultSchedule.Make(7, store, Duration), FaultSchedule.Make(7, store, Duration));
        Assert.NotEqual(FaultSchedule.Make(7, store, Duration), FaultSchedule.Make(8, store, Duration));
    }

    [Theory]
    [InlineData("sqlite", 5)]
    [InlineData("postgres", 8)]
    public void Every_kind_comes_before_one_comes_again(string store, int kinds)
    {
        var dealt = FaultSchedule.Make(1, store, Duration).Select(f => f.Kind).ToList();
        Assert.Equal(kinds, dealt.Take(kinds).Distinct().Count());
        Assert.Equal(kinds, dealt.Skip(kinds).Take(kinds).Distinct().Count());
    }

    [Fact]
    public void On_SQLite_no_database_server_is_broken() =>
        Assert.DoesNotContain(
            FaultSchedule.Make(1, "sqlite", Duration), f => f.Kind is FaultKind.DatabaseKill or FaultKind.DatabaseRestart or FaultKind.Terminate);

    [Theory]
    [InlineData(0.1)]
    [InlineData(2)]
    [InlineData(30)]
    public void There_is_calm_between_faults_and_none_goes_beyond_the_run(double minutes)
    {
        var duration = TimeSpan.FromMinutes(minutes);
        var faults = FaultSchedule.Make(3, "postgres", duration);
        Assert.NotEmpty(faults);
        Assert.All(faults, f => Assert.InRange(f.At + f.Lasts, TimeSpan.Zero, duration));
        Assert.All(faults.Zip(faults.Skip(1)), pair => Assert.True(pair.First.At + pair.First.Lasts < pair.Second.At));
    }
}
