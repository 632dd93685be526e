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

    /// <summary>
    /// The command-line program's run. Beside the tests lies what the tests run with, which need not be what the program would bring along: it is told to take
    /// theirs.
    /// </summary>
    public static Task<ProgramRun> OfUsageAsync(IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        RunAsync([.. UsageProgram, .. arguments], environment.ToDictionary(e => e.Name, e => e.Value), ServerProcess.Timeout);

    /// <summary>The command-line program's run, for which it may take its time.</summary>
    public static Task<ProgramRun> OfUsageAsync(TimeSpan timeout, IEnumerable<string> arguments) =>
        RunAsync([.. UsageProgram, .. arguments], new Dictionary<string, string>(), timeout);

    /// <summary>The run of a program that lies beside the tests.</summary>
    public static Task<ProgramRun> OfAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, TimeSpan? timeout = null) =>
        RunAsync([Path.Combine(AppContext.BaseDirectory, program), .. arguments], environment, timeout ?? ServerProcess.Timeout);

    /// <summary>How <c>dotnet</c> is told to run the command-line program; its arguments follow.</summary>
    public static IReadOnlyList<string> UsageProgram
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            // Whoever uses this kit lists what lies here.
            var dependencies = Directory.GetFiles(folder, "*.deps.json").Order(StringComparer.Ordinal)
                .First(file => File.ReadAllText(file).Contains("UsageCluster.TestKit/", StringComparison.Ordinal));
            return
            [
                "exec", "--depsfile", dependencies, "--runtimeconfig", dependencies.Replace(".deps.json", ".runtimeconfig.json", StringComparison.Ordinal),
                Path.Combine(folder, "UsageCluster.Cli.dll"),
            ];
        }
    }

    private static async Task<ProgramRun> RunAsync(IEnumerable<string> words, IReadOnlyDictionary<string, string> environment, TimeSpan timeout)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var word in words)
            start.ArgumentList.Add(word);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(timeout);
            return new ProgramRun(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
