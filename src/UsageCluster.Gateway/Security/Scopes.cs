using UsageCluster.Actors.Control;

namespace UsageCluster.Gateway.Security;

/// <summary>What a key may be allowed to do (contract, "Principals, keys, scopes").</summary>
public static class Scopes
{
    /// <summary>Reads usage and billing.</summary>
    public const string ReadBilling = "read:billing";

    /// <summary>Reports usage.</summary>
    public const string WriteUsage = "write:usage";

    /// <summary>Reads the administration.</summary>
    public const string AdminRead = "admin:read";

    /// <summary>Changes what is administered.</summary>
    public const string AdminWrite = "admin:write";

    private static readonly string[] OfReaders = [ReadBilling];
    private static readonly string[] OfRuntimes = [WriteUsage];
    private static readonly string[] OfAdmins = [AdminRead, AdminWrite, ReadBilling];

    /// <summary>The scopes that a key of a kind has unless told otherwise, sorted. They are also all that it can have.</summary>
    public static IReadOnlyList<string> OfKind(KeyKind kind) => kind switch
    {
        KeyKind.Company or KeyKind.Ats => OfReaders,
        KeyKind.Runtime => OfRuntimes,
        KeyKind.Admin => OfAdmins,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of key."),
    };

    /// <summary>The scope under its own name, of its own name or an alias; null: no such scope.</summary>
    public static string? Resolve(string name) => name switch
    {
        ReadBilling or "billing:read" or "express-accounts-usage:read" => ReadBilling,
        WriteUsage => WriteUsage,
        AdminRead => AdminRead,
        AdminWrite => AdminWrite,
        _ => null,
    };
}
