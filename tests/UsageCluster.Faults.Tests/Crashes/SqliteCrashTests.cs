namespace UsageCluster.Faults.Tests.Crashes;

/// <inheritdoc />
public sealed class SqliteCrashTests(SqliteCrashWorlds worlds) : CrashTests(worlds), IClassFixture<SqliteCrashWorlds>
{
    public static TheoryData<int, string, int> AllCases => Cases(CrashPoints.OnSqlite, seed: 1);

    [Theory]
    [MemberData(nameof(AllCases))]
#pragma warning disable xUnit1026 // The number tells equal cases apart.
    public Task On_SQLite_nothing_is_lost_doubled_or_wrong_after_a_death_at(int number, string point, int nth) => DieAtAsync(CrashPoints.OnSqlite, point, nth);
#pragma warning restore xUnit1026
}
