using System.Diagnostics;
using System.Text;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Readme;

public sealed class ReadmeTourTests : IDisposable
{
    private const string AdminKey = "an-admin-key-of-32-characters-or-more";
    private const string EndOfStep = "--- end of step ---";

    private readonly TempFolder _data = new();

    [Fact]
    public async Task Each_command_of_the_tour_prints_what_the_readme_says()
    {
        var steps = ReadmeTour.Read();
        Assert.True(steps.Count > 5);
        await using var server = await ServerProcess.StartAsync(
            ["--data", _data.Path], new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey });

        var outputs = await RunAsync(steps.Select(s => s.Commands), server.Url);

        Assert.Equal(steps.Select(s => s.Output), outputs);
    }

    public void Dispose() => _data.Dispose();

    /// <summary>Runs the steps in one shell; what each printed, its errors included.</summary>
    private static async Task<IEnumerable<string>> RunAsync(IEnumerable<string> steps, Uri url)
    {
        var script = new StringBuilder("exec 2>&1\n");
        foreach (var step in steps)
            script.Append(step.Replace("http://127.0.0.1:8080", url.ToString().TrimEnd('/'), StringComparison.Ordinal)).Append($"echo '{EndOfStep}'\n");

        using var shell = Process.Start(new ProcessStartInfo("bash", "-s") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var reading = shell.StandardOutput.ReadToEndAsync();
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        var output = await reading.WaitAsync(ServerProcess.Timeout);
        await shell.WaitForExitAsync();
        return output.ReplaceLineEndings("\n").Split(EndOfStep + "\n").SkipLast(1);
    }
}
