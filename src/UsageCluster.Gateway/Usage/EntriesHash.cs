using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace UsageCluster.Gateway.Usage;

/// <summary>The first 128 bits of the SHA-256 of a company's entries: as many as an entity tag has.</summary>
[InlineArray(Length)]
internal struct EntriesHash
{
    /// <summary>Bytes.</summary>
    public const int Length = 16;

    private byte _first;

    /// <summary>The hash of these entries.</summary>
    public static EntriesHash Of(ReadOnlySpan<byte> entries)
    {
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(entries, whole);
        return MemoryMarshal.Read<EntriesHash>(whole);
    }
}
