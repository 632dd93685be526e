using System.Globalization;
using System.Reflection;

namespace UsageCluster.Ledger.Postgres.Schema;

/// <summary>A numbered schema file: it takes the database from the version before to its own.</summary>
internal sealed record SchemaFile(int Version, string Name, string Text)
{
    /// <summary>All files by version, which is gapless from 1.</summary>
    public static readonly IReadOnlyList<SchemaFile> All = [.. Load().OrderBy(f => f.Version)];

    private static IEnumerable<SchemaFile> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return new SchemaFile(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
        }
    }
}
