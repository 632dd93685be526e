using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace UsageCluster.Cli.Commands;

/// <summary>The program: its commands, and one line on standard error for whatever goes wrong.</summary>
internal static class UsageProgram
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        var usage = new Command("usage", "Looks after a UsageCluster.")
        {
            new HelpOption(),
            new VersionOption(),
            AuditCommand.Make(),
            ReplayCommand.Make(),
            SnapshotsCommand.Make(),
            BackupCommand.Make(),
            ExportCommand.Make(),
        };
        var parsed = usage.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            var help = string.Join(' ', Path(parsed.CommandResult).Reverse());
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

    /// <summary>The names of a command and those that it belongs to.</summary>
    private static IEnumerable<string> Path(CommandResult command)
    {
        for (SymbolResult? result = command; result is CommandResult named; result = result.Parent)
            yield return named.Command.Name;
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Replace('\t', ' ');
}
