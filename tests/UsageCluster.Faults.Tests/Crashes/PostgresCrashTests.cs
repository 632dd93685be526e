namespace UsageCluster.Faults.Tests.Crashes;

/// <inheritdoc />
public sealed class PostgresCrashTests(PostgresCrashWorlds worlds) : CrashTests(worlds), IClassFixture<PostgresCrashWorlds>
{
    public static TheoryData<int, string, int> AllCases => Cases(CrashPoints.OnPostgres, seed: 2);

    [Theory]
    [MemberData(nameof(AllCases))]
#pragma warning disable xUnit1026 // The number tells equal cases apart.
    public Task On_PostgreSQL_nothing_is_lost_doubled_or_wrong_after_a_death_at(int number, string point, int nth) => DieAtAsync(CrashPoints.OnPostgres, point, nth);
#pragma warning restore xUnit1026
}
