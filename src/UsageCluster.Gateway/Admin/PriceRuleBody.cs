using UsageCluster.Actors.Companies;

namespace UsageCluster.Gateway.Admin;

/// <summary>The body of both PUTs of price rules.</summary>
internal static class PriceRuleBody
{
    /// <summary>Reads the rule; a <see cref="Problems.ProblemException"/> with 400 names every bad field.</summary>
    public static PriceRuleUpdate Read(FieldReader fields, string agentFocus)
    {
        var baseCost = fields.Micro("baseCost");
        var includedMinutes = fields.Micro("includedMinutes");
        var costPerMinute = fields.Micro("costPerMinute");
        var effectiveFrom = fields.Instant("effectiveFrom");
        fields.ThrowIfBad();
        return new PriceRuleUpdate(agentFocus, baseCost!.Value, includedMinutes!.Value, costPerMinute!.Value, effectiveFrom);
    }
}
