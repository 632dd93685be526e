namespace UsageCluster.Soak.Reports;

/// <summary>A fault as it was: in seconds from the beginning of the load.</summary>
internal sealed record FaultReport(string Kind, double From, double Healed, double Until);
