using UsageCluster.Core.Reports;

namespace UsageCluster.Grains.Views;

/// <summary>A silo's answers to a <see cref="SiloLinesRequest"/>, in the order of its companies.</summary>
/// <param name="Answers">The figures of each company; null: the silo has no committed view of it, or may not show it.</param>
public sealed record SiloLines(IReadOnlyList<CompanyLines?> Answers);
