using System.Diagnostics;

namespace UsageCluster.TestKit.Postgres;

/// <summary>Finds the folder of PostgreSQL's server programs.</summary>
internal static class PostgresBinaries
{
    /// <summary>The folder that holds <c>postgres</c> and <c>initdb</c>; null: none found.</summary>
    public static string? Find() => Candidates().FirstOrDefault(folder =>
        File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")));

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("USAGE_TEST_PG_BIN") is { Length: > 0 } named)
            yield return named;
        if (FromPgConfig() is { } configured)
            yield return configured;
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var program = new FileInfo(Path.Combine(folder, "postgres"));
            if (program.Exists)
                yield return Path.GetDirectoryName((program.ResolveLinkTarget(returnFinalTarget: true) ?? program).FullName)!;
        }

        const string debian = "/usr/lib/postgresql";
        if (Directory.Exists(debian))
        {
            foreach (var version in Directory.GetDirectories(debian).OrderByDescending(VersionOf))
                yield return Path.Combine(version, "bin");
        }
    }

    private static int VersionOf(string folder) => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0;

    private static string? FromPgConfig()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("pg_config", "--bindir")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var folder = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 && folder.Length > 0 ? folder : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
