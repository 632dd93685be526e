using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace UsageCluster.Cli.Commands;

/// <summary>The program: its commands, and one line on standard error for whatever goes wrong.</summary>
internal static class UsageProgram
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        var usage = new Command("usage", "Looks after a UsageCluster.") { new HelpOption(), new VersionOption(), AuditCommand.Make(), ExportCommand.Make() };
        var parsed = usage.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            var help = string.Join(' ', parsed.CommandResult.Command == usage ? ["usage"] : new[] { "usage", parsed.CommandResult.Command.Name });
            await errors.WriteLineAsync($"usage: {OneLine(parsed.Errors[0].Message)} See {help} --help.");
            return ExitCodes.Failed;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("usage: interrupted.");
        }
        catch (Exception e)
        {
            await errors.WriteLineAsync("usage: " + OneLine(e.Message));
        }

        return ExitCodes.Failed;
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Replace('\t', ' ');
}
