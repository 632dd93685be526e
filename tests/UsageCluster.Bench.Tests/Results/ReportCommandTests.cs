using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Bench.Tests.Results;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("""{ "read-company": { "limit": 0.84, "errors": { "atMost": 4 } } }""", 1, "read-company: limit is 0.83, under its bound of 0.84.")]
    [InlineData("""{ "read-company": { "limit": 0.83, "errors": { "atMost": 4 } } }""", 0, "")]
    [InlineData("""{ "read-compny": { "limit": 0.83 } }""", 2, "There is no scenario read-compny.")]
    public async Task A_run_under_a_floor_ends_the_program_with_1_and_names_it(string floors, int exitCode, string told)
    {
        var (results, bounds) = (_folder.Under("results.json"), _folder.Under("floors.json"));
        await File.WriteAllTextAsync(results, Sample.File.ToJson());
        await File.WriteAllTextAsync(bounds, floors);

        var run = await ProgramRun.OfAsync("UsageCluster.Bench.dll", ["report", results, "--floors", bounds], new Dictionary<string, string>());

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(told, run.Errors.Trim());
    }

    public void Dispose() => _folder.Dispose();
}
