namespace UsageCluster.Gateway.Problems;

/// <summary>A kind of error that the API answers.</summary>
/// <param name="Code">The stable snake_case word that clients match on.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What the code means, the same for every occurrence.</param>
public sealed record ErrorCode(string Code, int Status, string Title)
{
    /// <summary>The problem's <c>type</c>: a reference relative to the server, to the row of this code on the page of errors.</summary>
    public string Type { get; } = "/docs/errors#" + Code;
}
