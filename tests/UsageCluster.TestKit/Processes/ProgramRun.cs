using System.Diagnostics;

namespace UsageCluster.TestKit.Processes;

/// <summary>A program of this repository, run to an end that is soon expected.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
public sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    /// <summary>The standalone program's run.</summary>
    public static Task<ProgramRun> OfAsync(IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        OfAsync("UsageCluster.Standalone.dll", arguments, environment.ToDictionary(e => e.Name, e => e.Value));

    /// <summary>The run of a program that lies beside the tests.</summary>
    public static async Task<ProgramRun> OfAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, program)))
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
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
