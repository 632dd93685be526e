using FsCheck;
using FsCheck.Fluent;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Core.Tests.Support;

/// <summary>A company's entries as they arrive, in batches: uses in any order of time, tests, and switches.</summary>
internal sealed record Story(IReadOnlyList<LedgerEntry[]> Batches)
{
    /// <summary>Entries lie on so many neighbouring ticks, so that they collide with each other and with the ends of ranges.</summary>
    public const int TicksMax = 9;

    private static readonly string[] CostKeys = ["interview_minutes", "Zeta", "alpha", "beta"];

    private static readonly Gen<(string? Focus, Direction? Direction, Resolution? Resolution)> Products =
        from focus in Gen.Elements("sales", null, null, "Tech")
        from direction in Gen.Elements(Direction.Outbound, Direction.Inbound, (Direction?)null, null)
        from resolution in Gen.Elements((Resolution?)null, null, Resolution.Answered)
        select (focus, direction, resolution);

    private static readonly Gen<Func<long, LedgerEntry>> Uses =
        from tick in Gen.Choose(0, TicksMax)
        from quantity in Gen.Choose(0, 100)
        from costKey in Gen.Elements(CostKeys)
        from onMinutes in Gen.Elements(true, true, false)
        from counts in Gen.Elements(true, true, false)
        from isTest in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from product in Products
        select (Func<long, LedgerEntry>)(version =>
        {
            var use = Make.Usage(
                version, At.Tick(tick), quantity, costKey, onMinutes ? BillingSystem.Minutes : BillingSystem.Credits, counts, isTest, product.Focus);
            return use with { Event = use.Event with { Direction = product.Direction, Resolution = product.Resolution } };
        });

    private static readonly Gen<Func<long, LedgerEntry>> Switches =
        from tick in Gen.Choose(0, TicksMax)
        from onMinutes in Gen.Elements(true, false)
        select (Func<long, LedgerEntry>)(version =>
            Make.Switch(version, onMinutes ? BillingSystem.Minutes : BillingSystem.Credits, At.Tick(tick)));

    /// <summary>Stories of uses and switches.</summary>
    public static readonly Gen<Story> Any = Of(Gen.Frequency((6, Uses), (1, Switches)));

    /// <summary>Stories of uses alone.</summary>
    public static readonly Gen<Story> OfUses = Of(Uses);

    /// <summary>All entries in order of arrival.</summary>
    public IEnumerable<LedgerEntry> Entries => Batches.SelectMany(b => b);

    /// <summary>Every range with ends on or beside an entry's tick.</summary>
    public static IEnumerable<(long Start, long End)> Ranges() =>
        from start in Enumerable.Range(-1, TicksMax + 3)
        from end in Enumerable.Range(start + 1, TicksMax + 3 - start)
        select ((long)start, (long)end);

    private static Gen<Story> Of(Gen<Func<long, LedgerEntry>> entries) =>
        from batches in Gen.Sized(size => entries.ListOf().Resize(size / 6).ListOf().Resize(size / 3))
        select new Story(Number(batches));

    private static LedgerEntry[][] Number(IEnumerable<IEnumerable<Func<long, LedgerEntry>>> batches)
    {
        var version = 0L;
        return [.. batches.Select(b => b.Select(make => make(++version)).ToArray())];
    }
}
