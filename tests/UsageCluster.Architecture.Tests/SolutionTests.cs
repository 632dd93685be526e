using System.Text.Json;
using System.Text.RegularExpressions;

namespace UsageCluster.Architecture.Tests;

public partial class SolutionTests
{
    [Fact]
    public void The_solution_lists_every_project() =>
        Assert.Equal(ProjectFile.All.Select(p => p.Path).Order(StringComparer.Ordinal), Solution());

    [Fact]
    public void The_filter_lists_everything_but_the_Orleans_half() =>
        Assert.Equal(
            ProjectFile.All.Where(p => !DependencyTable.NeedsOrleans(p)).Select(p => p.Path).Order(StringComparer.Ordinal),
            Filter());

    private static IEnumerable<string> Solution() =>
        ProjectLine().Matches(Repository.Text("UsageCluster.sln"))
            .Select(m => m.Groups[1].Value.Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static List<string> Filter()
    {
        using var json = JsonDocument.Parse(Repository.Text("NoOrleans.slnf"));
        return json.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
            .Select(p => p.GetString()!.Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectLine();
}
