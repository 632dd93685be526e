using UsageCluster.Core.Formats;

namespace UsageCluster.Core.Books;

/// <summary>
/// Corrections in a snapshot: their rows, the rows of each cost key (ordinal), then each corrected event's version, whether it is voided, and the
/// versions of its corrections. Readers throw <see cref="InvalidDataException"/>.
/// </summary>
internal static class CorrectionsContent
{
    // More than a cost key takes besides its text and points; more than an event takes besides its corrections; more than one of these takes.
    private const int ItemLengthMax = 32, VersionLengthMax = 10;

    /// <summary>No fewer bytes than <see cref="Write"/> writes.</summary>
    public static int LengthMax(CorrectionsView view)
    {
        var length = ItemLengthMax + PackedPoints.LengthMax(view.Rows);
        foreach (var (costKey, rows) in view.RowsByCostKey)
            length = checked(length + ItemLengthMax + SnapshotContent.TextLengthMax(costKey) + PackedPoints.LengthMax(rows));
        foreach (var trail in view.Trails.Values)
            length = checked(length + ItemLengthMax + (trail.Versions.Count * VersionLengthMax));
        return length;
    }

    public static void Write(CorrectionsView view, List<byte[]> full, ref ByteWriter bytes)
    {
        PackedPoints.Write(view.Rows, full, ref bytes);
        bytes.Varint((ulong)view.RowsByCostKey.Count);
        foreach (var (costKey, rows) in view.RowsByCostKey)
        {
            bytes.Text(costKey);
            PackedPoints.Write(rows, full, ref bytes);
        }

        bytes.Varint((ulong)view.Trails.Count);
        foreach (var (eventVersion, trail) in view.Trails)
        {
            bytes.Varint((ulong)eventVersion);
            bytes.Flag(trail.IsVoided);
            bytes.Varint((ulong)trail.Versions.Count);
            for (var i = 0; i < trail.Versions.Count; i++)
                bytes.Varint((ulong)trail.Versions[i]);
        }
    }

    public static void Read(CorrectionBooks corrections, SnapshotChunks full, ref ByteReader bytes)
    {
        PackedPoints.Read(ref bytes, corrections.Rows, full);
        string? previous = null;
        for (var count = bytes.Count(); count > 0; count--)
        {
            var costKey = bytes.Text();
            if (string.CompareOrdinal(previous, costKey) >= 0)
                throw ByteReader.Foreign();
            PackedPoints.Read(ref bytes, corrections.RowsOf(costKey), full);
            previous = costKey;
        }

        for (var count = bytes.Count(); count > 0; count--)
        {
            var eventVersion = checked((long)bytes.Varint());
            var isVoided = bytes.Flag();
            var versions = new long[bytes.Count()];
            if (versions.Length == 0)
                throw ByteReader.Foreign();
            for (var i = 0; i < versions.Length; i++)
                versions[i] = checked((long)bytes.Varint());
            corrections.Restore(eventVersion, new CorrectionTrail(versions, isVoided));
        }
    }
}
