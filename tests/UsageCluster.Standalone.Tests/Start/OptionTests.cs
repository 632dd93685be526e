using Microsoft.Extensions.Configuration;
using UsageCluster.Standalone.Hosting;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Start;

public sealed class OptionTests
{
    [Theory]
    [InlineData("Unknown option '--frob'", "--frob")]
    [InlineData("Unknown option 'serve'", "serve")]
    [InlineData("Unknown option '--demo=yes'", "--demo=yes")]
    [InlineData("--data needs a value", "--data")]
    [InlineData("--data needs a value", "--data", "--demo")]
    [InlineData("--data needs a value", "--data=")]
    [InlineData("--urls is given twice", "--urls", "http://127.0.0.1:0", "--urls=http://127.0.0.1:0")]
    [InlineData("exclude each other", "--data", "d", "--ledger", "Host=127.0.0.1")]
    [InlineData("'ftp://127.0.0.1' is no address", "--urls", "ftp://127.0.0.1")]
    [InlineData("'8080' is no address", "--urls", "8080")]
    [InlineData("connection string cannot be used", "--ledger", "Hoost=127.0.0.1")]
    public async Task An_option_that_cannot_be_meant_is_named_and_exits_2(string message, params string[] arguments)
    {
        var run = await ProgramRun.OfAsync(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        AssertBrief(run);
    }

    [Fact]
    public async Task Help_names_every_option_and_exits_0()
    {
        var run = await ProgramRun.OfAsync(["--help"]);
        Assert.Equal(0, run.ExitCode);
        Assert.All((string[])["--urls", "--data", "--ledger", "--demo", "USAGE_ADMIN_KEY"], o => Assert.Contains(o, run.Output, StringComparison.Ordinal));
        Assert.Empty(run.Errors);
    }

    [Fact]
    public async Task An_admin_key_that_is_too_short_is_refused_without_showing_it()
    {
        using var folder = new TempFolder();
        var run = await ProgramRun.OfAsync(["--data", folder.Under("data")], ("USAGE_ADMIN_KEY", "sesame-of-31-characters-exactly"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("32", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", run.Errors + run.Output, StringComparison.Ordinal);
        AssertBrief(run);
        Assert.False(Directory.Exists(folder.Under("data")));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("673")]
    [InlineData("3d")]
    public async Task A_closing_of_months_that_cannot_be_meant_is_refused(string value)
    {
        var run = await ProgramRun.OfAsync([], ("Billing__MonthClosesAfter", value));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"Billing__MonthClosesAfter is '{value}', and must be a whole number from 0 to 672", run.Errors, StringComparison.Ordinal);
        AssertBrief(run);
    }

    [Theory]
    [InlineData(null, 72)]
    [InlineData("0", 0)]
    [InlineData("672", 672)]
    public void The_closing_of_months_is_the_engines(string? value, int hours)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Billing:MonthClosesAfter", value)]).Build();

        Assert.Equal(TimeSpan.FromHours(hours), CommandLine.Read([], configuration)!.Engine.Company.MonthClosesAfter);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("600001")]
    public async Task A_drain_time_that_cannot_be_meant_is_refused(string value)
    {
        var run = await ProgramRun.OfAsync([], ("USAGE_DRAIN_MS", value));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"USAGE_DRAIN_MS is '{value}'", run.Errors, StringComparison.Ordinal);
        AssertBrief(run);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_reached_is_said_without_its_password()
    {
        var run = await ProgramRun.OfAsync(["--ledger", "Host=127.0.0.1;Port=1;Username=u;Password=open-sesame;Timeout=2"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The ledger cannot be used", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", run.Errors + run.Output, StringComparison.Ordinal);
        AssertBrief(run);
    }

    internal static void AssertBrief(ProgramRun run)
    {
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
