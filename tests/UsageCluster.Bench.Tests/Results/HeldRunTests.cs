using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Tests.Results;

public sealed class HeldRunTests
{
    private readonly List<(string Name, TimeSpan Round)> _measured = [];
    private readonly List<string> _told = [];

    [Fact]
    public async Task What_is_under_its_floor_again_in_longer_rounds_is_missed_and_named()
    {
        var run = await RunAsync(0.4, 0.45);

        Assert.Equal(["x: limit is 0.45, under its bound of 0.5."], run.Missed);
        Assert.Equal(["x: limit is 0.4, under its bound of 0.5. It is measured again, in longer rounds."], _told);
    }

    [Fact]
    public async Task What_reaches_its_floor_in_longer_rounds_is_judged_by_them_and_says_so()
    {
        var run = await RunAsync(0.4, 0.6);

        Assert.Empty(run.Missed);
        Assert.Equal([("x", BenchSettings.Quick.Round), ("y", BenchSettings.Quick.Round), ("x", BenchSettings.Quick.Longer.Round)], _measured);
        Assert.True(BenchSettings.Quick.Longer.Round > BenchSettings.Quick.Round && BenchSettings.Quick.Longer.Events == BenchSettings.Quick.Events);
        Assert.Equal(["x", "y"], run.Rows.Select(r => r.Name));
        Assert.Equal(0.6, run.Rows[0].Ratios["limit"].Median);
        Assert.Contains("measured again in longer rounds, since in shorter ones limit is 0.4, under its bound of 0.5.", run.Rows[0].Notes);
    }

    [Fact]
    public async Task What_reaches_its_floor_is_measured_once()
    {
        var run = await RunAsync(0.5);

        Assert.Empty(run.Missed);
        Assert.Equal(["x", "y"], _measured.Select(m => m.Name));
    }

    private Task<HeldRun> RunAsync(params double[] reached)
    {
        var of = new Queue<double>(reached);
        return HeldRun.RunAsync(
            ["x", "y"],
            BenchSettings.Quick,
            Floors.Parse("""{ "x": { "limit": 0.5 } }""", ["x", "y"]),
            (name, settings) =>
            {
                _measured.Add((name, settings.Round));
                var ratio = name == "x" ? of.Dequeue() : 0.1;
                return Task.FromResult(ScenarioRow.Of(
                    new ScenarioResult(
                        name,
                        new Dictionary<string, Measurement> { [Rounds.Product] = new(1, 1, 1) },
                        new Dictionary<string, Ratio> { ["limit"] = new(ratio / 2, ratio, ratio * 2) },
                        [],
                        Comparison.OfProduct),
                    new Dictionary<string, Goal>()));
            },
            _told.Add);
    }
}
