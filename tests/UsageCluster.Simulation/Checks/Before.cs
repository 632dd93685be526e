namespace UsageCluster.Simulation.Checks;

/// <summary>How things stood when a client began a call.</summary>
/// <param name="At">When.</param>
/// <param name="Version">The company's ledger had so many entries.</param>
/// <param name="Floor">Whatever shows the company from now on shows at least this version: it was acknowledged.</param>
internal sealed record Before(TimeSpan At, long Version, long Floor);
