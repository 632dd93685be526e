using System.Text.RegularExpressions;

namespace UsageCluster.Architecture.Tests;

public partial class DependencyTests
{
    public static TheoryData<string> Products => [.. ProjectFile.All.Where(p => p.IsProduct).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Products))]
    public void A_product_project_references_only_what_the_table_allows(string name)
    {
        Assert.True(DependencyTable.Allowed.TryGetValue(name, out var allowed), $"{name} has no row in {nameof(DependencyTable)}.");
        Assert.Empty(Project(name).Projects.Except(allowed));
    }

    [Fact]
    public void Core_needs_no_package_and_Actors_only_abstractions()
    {
        Assert.Empty(Project("Core").Packages);
        Assert.All(Project("Actors").Packages, package => Assert.EndsWith(".Abstractions", package, StringComparison.Ordinal));
    }

    [Fact]
    public void A_package_of_one_room_is_referenced_there_alone()
    {
        var astray =
            from project in ProjectFile.All.Where(p => p.IsProduct)
            from package in project.Packages
            from owner in DependencyTable.PackageOwners
            where package.StartsWith(owner.Key, StringComparison.Ordinal) && owner.Value != project.Name
            select $"{project.Name} references {package}";
        Assert.Empty(astray);
    }

    [Fact]
    public void Nothing_but_Grains_Silo_their_tests_benches_and_samples_needs_Orleans()
    {
        var astray = ProjectFile.All.Where(p => DependencyTable.NeedsOrleans(p) && !MayKnowOrleans(p));
        Assert.Empty(astray.Select(p => p.Path));
    }

    [Fact]
    public void Nothing_but_Grains_Silo_their_tests_benches_and_samples_names_Orleans()
    {
        var astray =
            from project in ProjectFile.All.Where(p => !MayKnowOrleans(p) && p.Name != "Architecture.Tests")
            let folder = Path.GetDirectoryName(project.Path)!
            from file in Repository.Files(folder, ".cs").Append(project.Path)
            where OrleansWord().IsMatch(Repository.Text(file))
            select file;
        Assert.Empty(astray);
    }

    [Fact]
    public void No_product_project_references_tests_or_benches()
    {
        var products = ProjectFile.All.Where(p => p.IsProduct).ToList();
        Assert.NotEmpty(products);
        Assert.Empty(products.SelectMany(p => p.Projects).Except(products.Select(p => p.Name)));
    }

    private static ProjectFile Project(string name) => ProjectFile.All.Single(p => p.IsProduct && p.Name == name);

    // Tests and benches of the half are named after it, or after the cluster that they start; samples are programs around the cluster.
    private static bool MayKnowOrleans(ProjectFile project) =>
        project.Path.StartsWith("samples/", StringComparison.Ordinal)
        || DependencyTable.OrleansHalf.Append("Orleans").Any(n => project.Name == n || project.Name == n + ".Tests" || project.Name == n + ".Bench");

    [GeneratedRegex(@"\b(Microsoft\.)?Orleans\b")]
    private static partial Regex OrleansWord();
}
