using System.Buffers.Binary;
using System.Security.Cryptography;

namespace UsageCluster.Core.Timelines;

/// <summary>Where the packed points of a chunk lie in a snapshot.</summary>
/// <param name="Start">The first byte, counted from the snapshot's beginning.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Checksum">See <see cref="ChecksumOf"/>.</param>
internal sealed record ChunkPlace(int Start, int Length, ulong Checksum)
{
    /// <summary>The first 8 bytes of the SHA-256.</summary>
    public static ulong ChecksumOf(ReadOnlySpan<byte> packed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(packed, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    /// <summary>Whether these are the bytes that were there.</summary>
    public bool Holds(ReadOnlySpan<byte> packed) => packed.Length == Length && ChecksumOf(packed) == Checksum;
}
