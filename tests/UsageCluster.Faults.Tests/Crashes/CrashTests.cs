namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>
/// A process dies by SIGKILL at a named point; then the next one serves from the same store, clients send again what was not acknowledged, and the audits
/// find nothing lost, doubled or wrong. Long runs take every point, and then draw some with a fixed seed, in the order in which they come.
/// </summary>
public abstract class CrashTests(CrashWorlds worlds)
{
    private const int LongCases = 250, LatestNth = 6;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("USAGE_TEST_LONG") == "1";

    private protected Task DieAtAsync(IReadOnlyList<CrashPoint> points, string name, int nth) =>
        worlds.InOneAsync(world => world.CrashAsync(points.First(p => p.Name == name), nth));

    private protected static TheoryData<int, string, int> Cases(IReadOnlyList<CrashPoint> points, int seed)
    {
        var cases = new TheoryData<int, string, int>();
        foreach (var point in points.Where(p => IsLong || !p.IsForLongRuns))
            cases.Add(cases.Count + 1, point.Name, 1);
        var random = new Random(seed);
        while (IsLong && cases.Count < LongCases)
        {
            var point = points[random.Next(points.Count)];
            cases.Add(cases.Count + 1, point.Name, point.MayBeLater ? random.Next(1, LatestNth + 1) : 1);
        }

        return cases;
    }
}
