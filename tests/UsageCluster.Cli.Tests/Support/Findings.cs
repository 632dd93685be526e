namespace UsageCluster.Cli.Tests.Support;

/// <summary>What an audit says.</summary>
internal static class Findings
{
    /// <summary>All is well.</summary>
    public static async Task AssertWellAsync(this StoreCase store)
    {
        var run = await store.AuditAsync();

        Assert.Matches(@"^\d+ companies, \d+ entries, \d+\.\d s: all well\r?\n$", run.Output);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    /// <summary>This finding is the only one.</summary>
    public static async Task AssertFindsAsync(this StoreCase store, string finding)
    {
        var run = await store.AuditAsync();

        Assert.Equal("", run.Errors);
        var lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith(finding, lines[0], StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }
}
