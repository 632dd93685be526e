using System.Buffers.Binary;
using System.Text;

namespace UsageCluster.Core.Formats;

/// <summary>Writes stored formats into a buffer that is large enough. Integers are big-endian unless said otherwise.</summary>
internal ref struct ByteWriter(Span<byte> buffer)
{
    /// <summary>What <see cref="Text"/> needs for a UTF-16 character, at most, and for a text, beside that.</summary>
    public const int BytesPerCharMax = 3, TextOverhead = 5;

    /// <summary>UTF-8 that refuses lone surrogates: two texts never become equal bytes.</summary>
    public static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes written so far.</summary>
    public int Written { get; private set; }

    /// <summary>One byte.</summary>
    public void Byte(byte value) => _buffer[Written++] = value;

    /// <summary>0 or 1.</summary>
    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>8 bytes.</summary>
    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_buffer[Written..], value);
        Written += sizeof(long);
    }

    /// <summary>4 bytes.</summary>
    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer[Written..], value);
        Written += sizeof(int);
    }

    /// <summary>4 bytes of length, then UTF-8.</summary>
    public void Text(string value)
    {
        var length = StrictUtf8.GetBytes(value, _buffer[(Written + sizeof(int))..]);
        Int32(length);
        Written += length;
    }

    /// <summary>0 for null, else 1 and the text.</summary>
    public void OptionalText(string? value)
    {
        Flag(value is not null);
        if (value is not null)
            Text(value);
    }

    /// <summary>Bytes as they are.</summary>
    public void Raw(scoped ReadOnlySpan<byte> value)
    {
        value.CopyTo(_buffer[Written..]);
        Written += value.Length;
    }

    /// <summary>7 bits a byte, low ones first, 1 to 10 bytes.</summary>
    public void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    /// <summary>A varint in which small values of either sign are short.</summary>
    public void SignedVarint(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));
}
