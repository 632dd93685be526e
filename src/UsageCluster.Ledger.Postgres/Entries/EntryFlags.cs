using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>
/// The small facts of a usage entry in one number. Stored: never change a bit. Bit 0 credits, 1 counts as interview, 2 test,
/// 3 instant assumed, 4 rule of the company, 5 rule for any focus, 6–7 direction, 8–10 resolution (0: none).
/// </summary>
internal readonly record struct EntryFlags(short Bits)
{
    private const int DirectionShift = 6;
    private const int ResolutionShift = 8;

    public BillingSystem System => Has(0) ? BillingSystem.Credits : BillingSystem.Minutes;

    public bool CountsAsInterview => Has(1);

    public bool IsTest => Has(2);

    public bool OccurredAtAssumed => Has(3);

    public bool RuleOfCompany => Has(4);

    public bool RuleAnyFocus => Has(5);

    public Direction? Direction => ((Bits >> DirectionShift) & 3) is var number and not 0 ? (Direction)number : null;

    public Resolution? Resolution => ((Bits >> ResolutionShift) & 7) is var number and not 0 ? (Resolution)number : null;

    public static EntryFlags Of(UsageEntry entry)
    {
        var bits = entry.System switch
        {
            BillingSystem.Minutes => 0,
            BillingSystem.Credits => 1,
            _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.System, "No such billing system."),
        };
        bits |= Bit(1, entry.CountsAsInterview) | Bit(2, entry.Event.IsTest) | Bit(3, entry.Event.OccurredAtAssumed);
        bits |= Bit(4, entry.Rule?.OfCompany is true) | Bit(5, entry.Rule?.AnyFocus is true);
        bits |= Number((int?)entry.Event.Direction, 3) << DirectionShift;
        bits |= Number((int?)entry.Event.Resolution, 7) << ResolutionShift;
        return new EntryFlags((short)bits);
    }

    private static int Bit(int place, bool value) => value ? 1 << place : 0;

    private static int Number(int? value, int most) =>
        value is < 1 || value > most ? throw new ArgumentOutOfRangeException(nameof(value), value, "Beyond its bits.") : value ?? 0;

    private bool Has(int place) => (Bits & (1 << place)) != 0;
}
