using System.Runtime.CompilerServices;

namespace UsageCluster.Grains.Tests.Support;

/// <summary>Bytes that are checked in, as hexadecimal text, so that a change of them can be read.</summary>
internal static class GoldenFile
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static byte[] Read(string version, string name) => Convert.FromHexString(File.ReadAllText(Path.Combine(Folder, version, name + ".hex")).Trim());

    public static IEnumerable<string> Names(string version) => Directory.EnumerateFiles(Path.Combine(Folder, version))
        .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>Writes a missing file into the sources and beside the program.</summary>
    public static void WriteIfAsked(string version, string name, byte[] bytes)
    {
        if (Environment.GetEnvironmentVariable("USAGE_GOLDEN_WRITE") != "1")
            return;
        foreach (var folder in new[] { Folder, Path.Combine(SourceFolder(), "..", "Golden") })
        {
            var file = Path.Combine(folder, version, name + ".hex");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            if (!File.Exists(file))
                File.WriteAllText(file, Convert.ToHexString(bytes) + "\n");
        }
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
