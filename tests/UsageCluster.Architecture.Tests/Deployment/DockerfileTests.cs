using System.Text.RegularExpressions;

namespace UsageCluster.Architecture.Tests.Deployment;

public partial class DockerfileTests
{
    private const string Path = "Dockerfile";

    private static readonly string[] Programs = ["Silo", "Standalone"];

    [Fact]
    public void Everything_that_it_copies_from_the_tree_is_there() =>
        Assert.All(Copied(), source => Assert.True(Repository.Exists(source), source));

    [Fact]
    public void Everything_that_it_copies_is_let_through_to_the_build()
    {
        var let = Repository.Text(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        Assert.All(Copied(), source => Assert.Contains(let, l => source == l || source.TrimEnd('/').StartsWith(l, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_layer_of_packages_knows_every_project_of_both_programs() =>
        Assert.Equal(
            Programs.SelectMany(Needed).Distinct().Order(StringComparer.Ordinal),
            Copied().Where(source => source.EndsWith(".csproj", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void A_project_file_lands_where_the_solution_has_it() =>
        Assert.All(
            CopyOfOne().Matches(Repository.Text(Path)),
            copy => Assert.Equal(System.IO.Path.GetDirectoryName(copy.Groups["from"].Value) + "/", copy.Groups["to"].Value));

    [Fact]
    public void Its_images_are_named_by_their_versions() =>
        Assert.All(From().Matches(Repository.Text(Path)), from => Assert.True(ProgramFacts.IsPinned(from.Groups["image"].Value), from.Value));

    [Fact]
    public void It_ends_as_another_user_than_root_with_a_program_and_no_shell()
    {
        var last = Repository.Text(Path).Split("\nFROM ")[^1];
        Assert.Contains("\nUSER $APP_UID\n", last, StringComparison.Ordinal);
        Assert.Contains("-chiseled\n", last, StringComparison.Ordinal);
        Assert.DoesNotMatch(ShellForm(), last);
    }

    [Fact]
    public void It_builds_a_program_of_the_solution_unless_told_otherwise() =>
        Assert.All(
            Argument().Matches(Repository.Text(Path)),
            argument => Assert.Contains(ProjectFile.All, p => p.IsProduct && argument.Groups["program"].Value == "UsageCluster." + p.Name));

    private static IEnumerable<string> Needed(string name)
    {
        var project = ProjectFile.All.Single(p => p.IsProduct && p.Name == name);
        return project.Projects.SelectMany(Needed).Append(project.Path);
    }

    private static List<string> Copied() =>
        [.. CopyFromTree().Matches(Repository.Text(Path)).SelectMany(copy => copy.Groups["from"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    [GeneratedRegex(@"^COPY (?!--)(?<from>.+) \S+$", RegexOptions.Multiline)]
    private static partial Regex CopyFromTree();

    [GeneratedRegex(@"^COPY (?<from>\S+\.csproj) (?<to>\S+)$", RegexOptions.Multiline)]
    private static partial Regex CopyOfOne();

    [GeneratedRegex(@"^FROM (?<image>\S+)", RegexOptions.Multiline)]
    private static partial Regex From();

    [GeneratedRegex(@"^ARG PROGRAM=(?<program>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Argument();

    [GeneratedRegex(@"^(?:RUN|CMD|HEALTHCHECK|ENTRYPOINT (?!\[))", RegexOptions.Multiline)]
    private static partial Regex ShellForm();
}
