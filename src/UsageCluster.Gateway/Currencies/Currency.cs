namespace UsageCluster.Gateway.Currencies;

/// <summary>A currency of ISO 4217.</summary>
/// <param name="Code">Three letters.</param>
/// <param name="Number">Three digits, leading zeros kept.</param>
/// <param name="MinorUnits">Fraction digits of an amount; null where the list has none (metals, units of account, tests).</param>
/// <param name="Name">The English name of the list.</param>
public sealed record Currency(string Code, string Number, int? MinorUnits, string Name);
