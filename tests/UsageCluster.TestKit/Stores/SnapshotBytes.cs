using System.Buffers.Binary;
using System.Security.Cryptography;

namespace UsageCluster.TestKit.Stores;

/// <summary>Snapshots as a program with a defect might write them: what is changed in one is signed as if it were right.</summary>
public static class SnapshotBytes
{
    private const int HeadLengthPlace = 8, ChecksumLength = 16, ChunkChecksumLength = 8;

    /// <summary>How long what stands ahead of the full chunks is.</summary>
    public static int HeadLength(byte[] snapshot) => BinaryPrimitives.ReadInt32BigEndian(snapshot.AsSpan(HeadLengthPlace));

    /// <summary>Changes a byte of a snapshot that has one full chunk, and makes the checksums of chunk and head hold.</summary>
    /// <param name="snapshot">The snapshot; it stays as it is.</param>
    /// <param name="place">Of the byte.</param>
    /// <param name="by">What it is xored with.</param>
    public static byte[] Change(byte[] snapshot, int place, byte by = 1)
    {
        var (changed, head) = ((byte[])snapshot.Clone(), HeadLength(snapshot));
        changed[place] ^= by;
        if (place >= head)
        {
            var checksum = changed.AsSpan(0, head).IndexOf(ChunkChecksum(snapshot.AsSpan(head)));
            ChunkChecksum(changed.AsSpan(head)).CopyTo(changed.AsSpan(checksum));
        }

        SHA256.HashData(changed.AsSpan(0, head - ChecksumLength)).AsSpan(0, ChecksumLength).CopyTo(changed.AsSpan(head - ChecksumLength));
        return changed;
    }

    private static ReadOnlySpan<byte> ChunkChecksum(ReadOnlySpan<byte> chunk) => SHA256.HashData(chunk).AsSpan(0, ChunkChecksumLength);
}
