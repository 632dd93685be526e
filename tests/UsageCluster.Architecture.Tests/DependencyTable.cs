namespace UsageCluster.Architecture.Tests;

/// <summary>
/// Who may reference whom: Core ← Actors ← { Ledger.*, Gateway, Grains } ← { Standalone, Silo, Cli }; docs/architecture.md explains it.
/// </summary>
internal static class DependencyTable
{
    /// <summary>The product's projects, with every project that each may reference.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        ["Core"] = [],
        ["Actors"] = ["Core"],
        ["Ledger.Postgres"] = ["Actors", "Core"],
        ["Ledger.Sqlite"] = ["Actors", "Core"],
        ["Gateway"] = ["Actors", "Core"],
        ["Grains"] = ["Actors", "Core"],
        ["Standalone"] = ["Actors", "Core", "Gateway", "Ledger.Postgres", "Ledger.Sqlite"],
        ["Silo"] = ["Actors", "Core", "Gateway", "Grains", "Ledger.Postgres", "Ledger.Sqlite"],
        ["Cli"] = ["Actors", "Core", "Ledger.Postgres", "Ledger.Sqlite"],
    };

    /// <summary>The only projects that may know Orleans; their tests may too.</summary>
    public static readonly string[] OrleansHalf = ["Grains", "Silo"];

    /// <summary>Packages that belong to one room.</summary>
    public static readonly IReadOnlyDictionary<string, string> PackageOwners = new Dictionary<string, string>
    {
        ["Npgsql"] = "Ledger.Postgres",
        ["Microsoft.Data.Sqlite"] = "Ledger.Sqlite",
        ["SQLitePCLRaw"] = "Ledger.Sqlite",
        ["CsvHelper"] = "Gateway",
        ["OpenTelemetry"] = "Gateway",
        ["Swashbuckle"] = "Gateway",
    };

    /// <summary>Whether a project is of the half that needs Orleans packages: it, or what it references, directly or not.</summary>
    public static bool NeedsOrleans(ProjectFile project) =>
        OrleansHalf.Contains(project.Name)
        || project.Packages.Any(p => p.StartsWith("Microsoft.Orleans", StringComparison.OrdinalIgnoreCase))
        || ProjectFile.All.Any(other => project.Projects.Contains(other.Name) && NeedsOrleans(other));
}
