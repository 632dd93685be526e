using UsageCluster.Cli.Commands;

namespace UsageCluster.Cli.Tests.Support;

/// <summary>The program run within the tests' process.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Errors)
{
    public static async Task<CliRun> OfAsync(params string[] arguments)
    {
        using StringWriter output = new(), errors = new();
        var exitCode = await UsageProgram.RunAsync(arguments, output, errors);
        return new CliRun(exitCode, output.ToString(), errors.ToString());
    }
}
