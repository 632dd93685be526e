using System.Numerics;
using UsageCluster.Actors.Alerts;
using UsageCluster.Core.Billing;

namespace UsageCluster.Gateway.Alerts;

/// <summary>What decides whether the alerts of an owner fire in a period.</summary>
/// <param name="UsedMs">What was booked in minutes.</param>
/// <param name="UsedMicroCredits">What was booked in credits.</param>
/// <param name="Allowances">Use and allowance in each unit that a plan counts in: minutes first. None where shares are not asked for.</param>
/// <param name="Versions">The companies, each with the ledger version that its figures are as of, or an older one.</param>
/// <param name="RatesRevision">That of the rates that were used.</param>
internal sealed record AlertFigures(
    long UsedMs, long UsedMicroCredits, IReadOnlyList<AlertReading> Allowances, IReadOnlyList<KeyValuePair<string, long>> Versions, long RatesRevision)
{
    /// <summary>A millisecond is 50/3 millionths of a minute: thirds make both units whole.</summary>
    private const int Thirds = 3;
    private const int ThirdsPerMs = 50;

    /// <summary>The whole, in the unit of <see cref="AlertMeasure.AllowanceShare"/>.</summary>
    private const int WholeShare = 100_000;

    /// <summary>
    /// What the threshold is compared with. Of several units, the one whose share is the largest: minutes and credits are never added up. Null: there is
    /// no allowance.
    /// </summary>
    public AlertReading? Read(AlertMeasure measure) => measure switch
    {
        AlertMeasure.Minutes => new AlertReading(BillingSystem.Minutes, UsedMs, null),
        AlertMeasure.Credits => new AlertReading(BillingSystem.Credits, UsedMicroCredits, null),
        _ => Allowances.Where(a => a.AllowanceMicro > 0)
            .Aggregate((AlertReading?)null, (most, next) => most is null || IsLargerShare(next, most.Value) ? next : most),
    };

    /// <summary>Whether the use has come to the threshold, exactly. A share of no allowance never has.</summary>
    public bool HasReached(AlertThreshold threshold) => Read(threshold.Measure) is { } reading && (reading.AllowanceMicro is { } allowance
        ? UsedThirds(reading) * WholeShare >= (BigInteger)allowance * Thirds * threshold.Amount
        : UsedThirds(reading) >= (BigInteger)threshold.Amount * Thirds);

    private static bool IsLargerShare(AlertReading one, AlertReading other) =>
        UsedThirds(one) * other.AllowanceMicro!.Value > UsedThirds(other) * one.AllowanceMicro!.Value;

    private static BigInteger UsedThirds(AlertReading reading) => (BigInteger)reading.Used * (reading.Unit == BillingSystem.Minutes ? ThirdsPerMs : Thirds);
}
