namespace UsageCluster.Core.Books;

/// <summary>The corrections of one event. Immutable.</summary>
/// <param name="Versions">Their entries' versions, in order; at least one.</param>
/// <param name="IsVoided">Whether the last one voided the event.</param>
public sealed record CorrectionTrail(IReadOnlyList<long> Versions, bool IsVoided)
{
    /// <summary>The version of the last one: it holds what the event counts as.</summary>
    public long Last => Versions[^1];
}
