namespace UsageCluster.Soak.Model;

/// <summary>What figures are told apart by.</summary>
internal readonly record struct Line(string CostKey, bool OnCredits);
