namespace UsageCluster.Grains.Views;

/// <summary>A silo's answers to a <see cref="SiloReportsRequest"/>, in the order of its companies.</summary>
/// <param name="Answers">An answer for each company.</param>
public sealed record SiloReports(IReadOnlyList<SiloReport> Answers);
