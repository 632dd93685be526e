namespace UsageCluster.Cli.Exporting;

/// <summary>Something that a server exports.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Path">Where it answers.</param>
/// <param name="From">What its query calls the beginning.</param>
/// <param name="To">What its query calls the end.</param>
/// <param name="TakesCompanies">Whether several companies may be named.</param>
internal sealed record ExportKind(string Name, string Path, string From, string To, bool TakesCompanies)
{
    public static readonly IReadOnlyList<ExportKind> All =
    [
        new("usage", "/billing/usage", "start", "end", false),
        new("monthly", "/billing/usage/monthly", "from", "to", true),
        new("history", "/billing/history", "from", "to", false),
        new("transactions", "/billing/transactions", "from", "to", false),
    ];

    /// <summary>The address on a server.</summary>
    public Uri On(Uri server, string? from, string? to, IEnumerable<string> companyIds)
    {
        var query = companyIds.Select(id => ("companyId", (string?)id)).Prepend((To, to)).Prepend((From, from))
            .Where(p => p.Item2 is not null)
            .Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}");
        return new Uri(server.AbsoluteUri.TrimEnd('/') + Path + "?" + string.Join('&', query));
    }
}
