using System.Buffers.Binary;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Postgres;

/// <summary>
/// A snapshot as bytes of grain storage: a format byte, the version (8 bytes, big endian), the length of the hash (1 byte), the hash, and the books
/// up to the end. What older programs stored is read for ever, or is no snapshot.
/// </summary>
public static class SnapshotFormat
{
    /// <summary>The name of the state that holds a company's snapshot. Fixed.</summary>
    public const string StateName = "company-books";

    /// <summary>
    /// What a company's key begins with. Marked as text: the storage takes keys that look like numbers or GUIDs for such, and "1F" and "01F" for one.
    /// </summary>
    public const string KeyPrefix = "id=";

    private const byte Format = 1;
    private const int Fixed = 1 + sizeof(long) + 1;

    /// <summary>The bytes of a snapshot.</summary>
    public static byte[] Write(SnapshotRecord snapshot)
    {
        var bytes = new byte[Fixed + snapshot.Hash.Length + snapshot.Books.Length];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), snapshot.Version);
        bytes[Fixed - 1] = checked((byte)snapshot.Hash.Length);
        snapshot.Hash.CopyTo(bytes.AsSpan(Fixed));
        snapshot.Books.CopyTo(bytes.AsSpan(Fixed + snapshot.Hash.Length));
        return bytes;
    }

    /// <summary>Null: not of this format, or cut off.</summary>
    public static SnapshotRecord? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Fixed || bytes[0] != Format || bytes.Length < Fixed + bytes[Fixed - 1])
            return null;
        var books = Fixed + bytes[Fixed - 1];
        return new SnapshotRecord(BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), bytes[Fixed..books].ToArray(), bytes[books..].ToArray());
    }
}
