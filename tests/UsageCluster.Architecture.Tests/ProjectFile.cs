using System.Xml.Linq;

namespace UsageCluster.Architecture.Tests;

/// <summary>What a project file says that it needs.</summary>
internal sealed record ProjectFile(string Path, string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    private const string Prefix = "UsageCluster.";

    /// <summary>Every project of the tree; names are without <c>UsageCluster.</c>.</summary>
    public static readonly IReadOnlyList<ProjectFile> All = [.. Repository.Files("", ".csproj").Select(Read)];

    public bool IsProduct => Path.StartsWith("src/", StringComparison.Ordinal);

    public override string ToString() => Name;

    private static ProjectFile Read(string path)
    {
        var xml = XDocument.Parse(Repository.Text(path));
        return new ProjectFile(
            path,
            ShortName(path),
            [.. Includes(xml, "ProjectReference").Select(ShortName)],
            [.. Includes(xml, "PackageReference")]);
    }

    private static IEnumerable<string> Includes(XDocument xml, string element) =>
        xml.Descendants(element).Select(e => (string?)e.Attribute("Include")).OfType<string>();

    private static string ShortName(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
    }
}
