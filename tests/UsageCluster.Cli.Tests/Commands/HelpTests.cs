using UsageCluster.Cli.Tests.Support;

namespace UsageCluster.Cli.Tests.Commands;

public class HelpTests
{
    [Fact]
    public async Task The_program_is_named_usage_and_lists_its_commands()
    {
        var run = await CliRun.OfAsync("--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("usage [command] [options]", run.Output, StringComparison.Ordinal);
        Assert.All(["  audit", "  replay", "  snapshots", "  backup", "  export"], command => Assert.Contains(command, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_help_of_audit_names_every_option_and_the_exit_codes()
    {
        var run = await CliRun.OfAsync("audit", "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("usage audit [options]", run.Output, StringComparison.Ordinal);
        Assert.All(
            ["--data <DIR>", "--ledger <CONNECTION>", "--company <ID>", "--json", "0 all is well, 1 something is off, 2 it could not be checked"],
            part => Assert.Contains(part, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("replay", "--company <ID>", "--from <INSTANT>", "--url <URL>", "--key-file <FILE>", "--json", "1 one differs or the ledger is off")]
    [InlineData("snapshots rebuild", "--data <DIR>", "--ledger <CONNECTION>", "--all", "--dry-run", "0 every snapshot is right now")]
    [InlineData("backup", "--data <DIR>", "--output <FILE>", "0 the backup is there, 2 it is not")]
    public async Task The_help_of_the_other_commands_names_their_options_and_exit_codes(string command, params string[] parts)
    {
        var run = await CliRun.OfAsync([.. command.Split(' '), "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"usage {command} [options]", run.Output, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_version_is_that_of_the_program()
    {
        var run = await CliRun.OfAsync("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", run.Output);
    }
}
