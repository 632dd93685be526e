using UsageCluster.Core.Pricing;

namespace UsageCluster.Actors.Companies;

/// <summary>What a price rule update comes to among the rules of its scope.</summary>
/// <param name="Rule">The version to add, or the one that the update repeats.</param>
/// <param name="Latest">The latest version before; null: the focus has none.</param>
/// <param name="IsRepeat">Whether nothing is to be added.</param>
public readonly record struct PriceRuleVersion(PriceRule Rule, PriceRule? Latest, bool IsRepeat);
