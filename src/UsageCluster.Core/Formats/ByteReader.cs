using System.Buffers.Binary;
using System.Text;

namespace UsageCluster.Core.Formats;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. Anything else throws <see cref="InvalidDataException"/>.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private const int VarintLengthMax = 10;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>One byte.</summary>
    public byte Byte() => Raw(1)[0];

    /// <summary>0 or 1.</summary>
    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => throw Foreign(),
    };

    /// <summary>8 bytes.</summary>
    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Raw(sizeof(long)));

    /// <summary>4 bytes.</summary>
    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Raw(sizeof(int)));

    /// <summary>4 bytes of length, then UTF-8.</summary>
    public string Text()
    {
        try
        {
            return ByteWriter.StrictUtf8.GetString(Raw(Int32()));
        }
        catch (DecoderFallbackException)
        {
            throw Foreign();
        }
    }

    /// <summary>0 for null, else 1 and the text.</summary>
    public string? OptionalText() => Flag() ? Text() : null;

    /// <summary>So many bytes.</summary>
    public ReadOnlySpan<byte> Raw(int length)
    {
        if ((uint)length > (uint)_rest.Length)
            throw Foreign();
        var bytes = _rest[..length];
        _rest = _rest[length..];
        return bytes;
    }

    /// <summary>1 to 10 bytes of 7 bits.</summary>
    public ulong Varint()
    {
        var rest = _rest;
        var value = 0UL;
        for (var i = 0; i < VarintLengthMax && i < rest.Length; i++)
        {
            var part = rest[i];
            if (i == VarintLengthMax - 1 && part > 1)
                break;
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part >= 0x80)
                continue;
            _rest = rest[(i + 1)..];
            return value;
        }

        throw Foreign();
    }

    /// <summary>A varint of a signed value.</summary>
    public long SignedVarint()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A count of things that take at least a byte each.</summary>
    public int Count()
    {
        var value = Varint();
        return value <= (ulong)_rest.Length ? (int)value : throw Foreign();
    }

    /// <summary>Throws unless everything was read.</summary>
    public readonly void End()
    {
        if (!_rest.IsEmpty)
            throw Foreign();
    }

    /// <summary>What is thrown for bytes that the writer cannot have written.</summary>
    public static InvalidDataException Foreign() => new("The bytes are damaged or of another format.");
}
