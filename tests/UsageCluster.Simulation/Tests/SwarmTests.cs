using System.Diagnostics;
using UsageCluster.Simulation.Runs;
using UsageCluster.Simulation.Schedules;
using Xunit.Abstractions;

namespace UsageCluster.Simulation.Tests;

public sealed class SwarmTests(ITestOutputHelper output)
{
    private const int Steps = 2_000;
    private const int TwiceEvery = 20;

    private static readonly int Seeds = Environment.GetEnvironmentVariable("USAGE_TEST_LONG") == "1" ? 20_000 : 1_000;

    [Fact]
    public void Whatever_fails_every_answer_is_true_and_every_figure_is_the_ledgers()
    {
        var watch = Stopwatch.StartNew();
        var runs = Swarm.Run(Swarm.Seeds(1, Seeds), Steps);
        output.WriteLine(Summary.Of(runs, watch.Elapsed));

        Assert.Null(runs.Where(r => r.Violation is not null).Select(r => FailureReport.Of(r)).FirstOrDefault());
        // A swarm that meets too little proves nothing.
        Assert.True(runs.Sum(r => r.Faults) > 10 * Seeds && runs.Sum(r => r.Entries) > 50 * Seeds && runs.Sum(r => r.Decided) > 50 * Seeds);
    }

    [Fact]
    public void Seeds_that_once_found_something_find_nothing_any_more() => Assert.All(
        Corpus.Read(),
        kept =>
        {
            var run = Runs.Simulation.Run(Schedule.Of(kept.Seed, kept.Steps));
            Assert.Null(run.Violation is null ? null : FailureReport.Of(run));
        });

    [Fact]
    public void Every_twentieth_seed_runs_the_same_way_in_another_process()
    {
        var seeds = Swarm.Seeds(1, Seeds).Where((_, i) => i % TwiceEvery == 0).ToArray();
        var here = Swarm.Run(seeds, Steps).Select(r => $"{r.Schedule.Seed} {r.TraceHash:x16}");

        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { typeof(SwarmTests).Assembly.Location, "--hashes", "--seeds", $"{Seeds}", "--every", $"{TwiceEvery}", "--steps", $"{Steps}" })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var there = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(here, there.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
