using UsageCluster.Core.Formats;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Core.Books;

/// <summary>What a snapshot holds of a company's plans and transactions. Readers throw <see cref="InvalidDataException"/>.</summary>
internal static class SnapshotPlans
{
    // More than an assignment takes besides its text.
    private const int ItemLengthMax = 64;

    /// <summary>No fewer bytes than <see cref="Write"/> writes.</summary>
    public static int LengthMax(CompanyView view) =>
        (2 * ItemLengthMax) + view.Plans.Assignments.Sum(a => ItemLengthMax + TextLengthMax(a.PlanId))
        + view.Transactions.Booked.Sum(TransactionCodec.LengthMax)
        + view.Transactions.Posted.Sum(p => ItemLengthMax + TextLengthMax(p.Key.Currency));

    public static void Write(CompanyView view, ref ByteWriter bytes)
    {
        bytes.Varint((ulong)view.Plans.Assignments.Length);
        foreach (var assignment in view.Plans.Assignments)
        {
            bytes.Text(assignment.PlanId);
            bytes.Int64(assignment.Since.Ticks);
        }

        bytes.Varint((ulong)view.Transactions.Booked.Length);
        foreach (var transaction in view.Transactions.Booked)
            TransactionCodec.Write(transaction, ref bytes);
        var posted = view.Transactions.Posted.ToList();
        bytes.Varint((ulong)posted.Count);
        foreach (var ((month, currency), amount) in posted)
        {
            bytes.Int32(month.Number);
            bytes.Text(currency);
            bytes.Int64(amount);
        }

        bytes.Flag(view.Transactions.ClosedThrough is not null);
        if (view.Transactions.ClosedThrough is { } closedThrough)
            bytes.Int32(closedThrough.Number);
    }

    public static void Read(CompanyBooks books, ref ByteReader bytes)
    {
        var assignments = new PlanAssignment[bytes.Count()];
        for (var i = 0; i < assignments.Length; i++)
        {
            assignments[i] = new PlanAssignment(bytes.Text(), FieldCodec.ReadInstant(ref bytes));
            if (i > 0 && (assignments[i].Since <= assignments[i - 1].Since || assignments[i].PlanId == assignments[i - 1].PlanId))
                throw ByteReader.Foreign();
        }

        books.Restore(new PlanHistory([.. assignments]), ReadTransactions(ref bytes));
    }

    private static CompanyTransactions ReadTransactions(ref ByteReader bytes)
    {
        var booked = new BillingTransaction[bytes.Count()];
        for (var i = 0; i < booked.Length; i++)
            booked[i] = TransactionCodec.Read(ref bytes);
        var posted = new Dictionary<MonthPosting, long>();
        for (var count = bytes.Count(); count > 0; count--)
        {
            if (!posted.TryAdd(new MonthPosting(TransactionCodec.ReadMonth(ref bytes), bytes.Text()), bytes.Int64()))
                throw ByteReader.Foreign();
        }

        CalendarMonth? closedThrough = bytes.Flag() ? TransactionCodec.ReadMonth(ref bytes) : null;
        return CompanyTransactions.Restore(booked, posted, closedThrough);
    }

    private static int TextLengthMax(string text) => checked(ByteWriter.TextOverhead + (text.Length * ByteWriter.BytesPerCharMax));
}
