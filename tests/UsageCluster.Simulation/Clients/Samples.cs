using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;
using UsageCluster.Simulation.Schedules;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Clients;

/// <summary>What clients send. An id's content follows from the id and a variant: mostly the same, so that most repeats are duplicates.</summary>
internal static class Samples
{
    private static readonly string?[] Focuses = [null, "sales", "support"];
    private static readonly string[] CostKeys = [UsageEvent.DefaultCostKey, UsageEvent.DefaultCostKey, "chat"];

    /// <param name="companyId">The company.</param>
    /// <param name="number">Of the event.</param>
    /// <param name="variant">0, or another content.</param>
    public static UsageEvent Event(string companyId, int number, int variant)
    {
        var rng = new Rng((ulong)((companyId[0] * 1_000_000) + (number * 8) + variant));
        return new UsageEvent
        {
            EventId = $"e{number}",
            CompanyId = companyId,
            OccurredAt = Instant.From(Cluster.Start).Plus(TimeSpan.FromMinutes(-rng.Next(rng.OneIn(3) ? 90_000 : 3_000)) + TimeSpan.FromMinutes(rng.Next(30))),
            DurationMs = rng.Next(6) * 30_500L,
            AgentFocus = rng.Pick(Focuses),
            CostKey = rng.Pick(CostKeys),
            Direction = rng.OneIn(3) ? Direction.Inbound : null,
            IsTest = rng.OneIn(12),
        };
    }

    public static CorrectionRequest Correction(int number, int events)
    {
        var rng = new Rng((ulong)(77_000 + number));
        var isVoid = rng.OneIn(3);
        return new CorrectionRequest
        {
            CorrectionId = $"k{number}",
            EventId = $"e{rng.Next(events)}",
            Kind = isVoid ? CorrectionKind.Void : CorrectionKind.Adjust,
            Reason = "mistake",
            DurationMs = isVoid || rng.OneIn(3) ? null : rng.Next(5) * 60_000L,
            CostKey = isVoid || !rng.OneIn(3) ? null : "chat",
            AgentFocus = isVoid || !rng.OneIn(3) ? null : "sales",
        };
    }

    public static BillingTransaction Transaction(int number, int variant) => new()
    {
        Id = $"t{number}",
        Type = number % 2 == 0 ? TransactionType.TopUp : TransactionType.Grant,
        AmountMicro = 1_000_000L * (number + 1 + (variant * 100)),
        Currency = number % 3 == 0 ? "EUR" : BillingTransaction.Credits,
        CreatedAt = Instant.Always,
    };
}
