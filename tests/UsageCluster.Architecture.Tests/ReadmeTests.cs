namespace UsageCluster.Architecture.Tests;

public class ReadmeTests
{
    [Theory]
    [InlineData("dotnet run --project src/UsageCluster.Standalone -- --demo", "src/UsageCluster.Standalone/UsageCluster.Standalone.csproj")]
    [InlineData("scripts/test", "scripts/test")]
    public void The_readme_names_its_commands_and_they_exist(string command, string file)
    {
        Assert.Contains("\n" + command, Repository.Text("README.md"), StringComparison.Ordinal);
        Assert.True(Repository.Exists(file));
    }

    [Theory]
    [InlineData("scripts/test")]
    [InlineData(".ci/run")]
    public void Scripts_can_be_run(string script) =>
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(Repository.Root, script)).HasFlag(UnixFileMode.UserExecute));

    /// <summary>Else the web SDK runs the program in its project's folder, and <c>./usage-data</c> lies in the sources.</summary>
    [Fact]
    public void The_run_command_stays_in_the_folder_that_it_was_called_from() => Assert.Contains(
        "<EnableDefaultRunWorkingDirectory>false</EnableDefaultRunWorkingDirectory>",
        Repository.Text("src/UsageCluster.Standalone/UsageCluster.Standalone.csproj"),
        StringComparison.Ordinal);
}
