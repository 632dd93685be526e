using UsageCluster.Core.Formats;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;

namespace UsageCluster.Core.Books;

/// <summary>What a snapshot holds of a company's plans. Readers throw <see cref="InvalidDataException"/>.</summary>
internal static class SnapshotPlans
{
    // More than an assignment takes besides its text.
    private const int ItemLengthMax = 64;

    /// <summary>No fewer bytes than <see cref="Write"/> writes.</summary>
    public static int LengthMax(CompanyView view) =>
        ItemLengthMax + view.Plans.Assignments.Sum(a => ItemLengthMax + TextLengthMax(a.PlanId));

    public static void Write(CompanyView view, ref ByteWriter bytes)
    {
        bytes.Varint((ulong)view.Plans.Assignments.Length);
        foreach (var assignment in view.Plans.Assignments)
        {
            bytes.Text(assignment.PlanId);
            bytes.Int64(assignment.Since.Ticks);
        }
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

        books.Restore(new PlanHistory([.. assignments]));
    }

    private static int TextLengthMax(string text) => checked(ByteWriter.TextOverhead + (text.Length * ByteWriter.BytesPerCharMax));
}
