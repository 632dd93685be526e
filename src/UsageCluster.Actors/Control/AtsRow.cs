namespace UsageCluster.Actors.Control;

/// <summary>An ATS with the companies that it manages.</summary>
/// <param name="AtsId">The id.</param>
/// <param name="AtsName">The name.</param>
/// <param name="Members">The companies, in any order.</param>
public sealed record AtsRow(string AtsId, string AtsName, IReadOnlyList<AtsMember> Members);
