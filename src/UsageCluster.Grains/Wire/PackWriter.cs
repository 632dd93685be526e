using System.Buffers;
using System.Text;

namespace UsageCluster.Grains.Wire;

/// <summary>Writes packed content: integers of 7 bits a byte, texts with their length, each shared text once. Dispose returns its buffer.</summary>
internal ref struct PackWriter(int sizeHint)
{
    private const int VarintLengthMax = 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, 64));
    private int _written;
    private readonly SharedTexts _shared = new();

    /// <summary>7 bits a byte, low ones first.</summary>
    public void Varint(ulong value)
    {
        Reserve(VarintLengthMax);
        var at = _written;
        while (value >= 0x80)
        {
            _buffer[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[at++] = (byte)value;
        _written = at;
    }

    /// <summary>A varint in which small values of either sign are short.</summary>
    public void Signed(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>0 for null, else one more than the value as <see cref="Signed"/> has it.</summary>
    public void OptionalSigned(long? value)
    {
        Varint(value is null ? 0UL : 1UL);
        if (value is { } present)
            Signed(present);
    }

    /// <summary>Length in bytes, then UTF-8.</summary>
    public void Text(string value)
    {
        var lengthMax = Encoding.UTF8.GetMaxByteCount(value.Length);
        Reserve(VarintLengthMax + lengthMax);

        // Short texts leave one byte for their length; others are counted first.
        if (lengthMax < 0x80)
        {
            var length = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_written + 1));
            _buffer[_written] = (byte)length;
            _written += 1 + length;
        }
        else
        {
            Varint((ulong)Encoding.UTF8.GetByteCount(value));
            _written += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_written));
        }
    }

    /// <summary>A text that is likely to come again: its number, and the text itself the first time.</summary>
    public void SharedText(string value)
    {
        Varint((ulong)_shared.NumberOf(value, out var isNew));
        if (isNew)
            Text(value);
    }

    /// <summary>What was written, as an array of its own.</summary>
    public readonly byte[] ToArray() => _buffer.AsSpan(0, _written).ToArray();

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Reserve(int length)
    {
        if (_buffer.Length - _written >= length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(2 * _buffer.Length, _written + length)));
        _buffer.AsSpan(0, _written).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
