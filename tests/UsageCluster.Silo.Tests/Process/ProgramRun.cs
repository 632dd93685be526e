using System.Diagnostics;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Silo.Tests.Process;

/// <summary>The silo's program run to an end that is soon expected.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    public const string Program = "UsageCluster.Silo.dll";

    public static async Task<ProgramRun> OfAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, Program)))
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = System.Diagnostics.Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(ServerProcess.Timeout);
            return new ProgramRun(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
