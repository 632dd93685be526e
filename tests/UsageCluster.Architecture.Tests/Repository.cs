namespace UsageCluster.Architecture.Tests;

/// <summary>The source tree that these tests read. Paths are relative to its root, with forward slashes.</summary>
internal static class Repository
{
    private static readonly string[] GeneratedFolders = ["bin", "obj", "artifacts", "TestResults", "usage-data", "node_modules"];

    /// <summary>The folder of <c>UsageCluster.sln</c>.</summary>
    public static readonly string Root = FindRoot();

    /// <summary>Files under a folder (empty: all), by extension with its dot; what builds and runs leave behind is passed over.</summary>
    public static IEnumerable<string> Files(string folder, string extension) =>
        Walk(Path.Combine(Root, folder))
            .Where(f => f.EndsWith(extension, StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static IEnumerable<string> Walk(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        return Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder)
                .Where(d => Path.GetFileName(d) is var name && name[0] != '.' && !GeneratedFolders.Contains(name))
                .SelectMany(Walk));
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "UsageCluster.sln")))
                return folder;
        }

        throw new InvalidOperationException($"UsageCluster.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
