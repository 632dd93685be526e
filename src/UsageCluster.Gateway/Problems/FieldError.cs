namespace UsageCluster.Gateway.Problems;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Name">The parameter or JSON member, as the request names it.</param>
/// <param name="Description">What is expected.</param>
public readonly record struct FieldError(string Name, string Description);
