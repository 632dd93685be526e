using UsageCluster.MicroBench.Allocations;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.MicroBench.Tests;

public class AllocationTests
{
    private static readonly AllocationLine[] Lines = [new("a", 100, "…"), new("b", 0, "…")];

    [Fact]
    public async Task The_hot_paths_allocate_what_their_lines_say()
    {
        var run = await ProgramRun.OfAsync(
            "UsageCluster.MicroBench.dll",
            ["allocations", Repository.Under("bench", "allocations.json")],
            new Dictionary<string, string> { ["DOTNET_TieredCompilation"] = "0" });
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    [Fact]
    public void A_path_within_its_line_is_in_order() => Assert.Empty(Faults(("a", 100), ("b", 0)));

    [Fact]
    public void A_path_that_allocates_more_than_its_line_is_told_of() =>
        Assert.Equal("a allocates 101 bytes an operation; its line says 100.", Assert.Single(Faults(("a", 101), ("b", 0))));

    [Fact]
    public void A_line_that_is_far_above_its_path_is_told_of() =>
        Assert.Equal("a allocates 80 bytes an operation, less than its line's 100: lower the line.", Assert.Single(Faults(("a", 80), ("b", 0))));

    [Fact]
    public void A_line_without_a_path_is_told_of() => Assert.Equal("b has a line but is not measured.", Assert.Single(Faults(("a", 100))));

    [Fact]
    public void A_path_without_a_line_is_told_of() =>
        Assert.Equal("c is measured but has no line.", Assert.Single(Faults(("a", 100), ("b", 0), ("c", 0))));

    [Fact]
    public void A_path_with_two_lines_is_told_of() =>
        Assert.Equal("a has 2 lines.", Assert.Single(AllocationGate.Faults([.. Lines, Lines[0]], Measured(("a", 100), ("b", 0)))));

    private static IEnumerable<string> Faults(params (string Path, long Bytes)[] measured) => AllocationGate.Faults(Lines, Measured(measured));

    private static Dictionary<string, long> Measured(params (string Path, long Bytes)[] measured) => measured.ToDictionary(m => m.Path, m => m.Bytes);
}
