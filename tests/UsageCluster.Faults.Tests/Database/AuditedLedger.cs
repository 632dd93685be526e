using UsageCluster.Cli.Commands;

namespace UsageCluster.Faults.Tests.Database;

/// <summary><c>usage audit</c>.</summary>
internal static class AuditedLedger
{
    /// <summary>Fails the test where the audit finds anything off.</summary>
    /// <param name="place">Where the ledger lies, as the program's arguments.</param>
    public static async Task AssertWellAsync(params string[] place)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var exitCode = await UsageProgram.RunAsync(["audit", .. place], output, errors);
        Assert.True(exitCode == 0, $"{output}\n{errors}");
    }
}
