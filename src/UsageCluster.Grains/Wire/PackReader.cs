using System.Text;

namespace UsageCluster.Grains.Wire;

/// <summary>Reads what <see cref="PackWriter"/> wrote. Anything else throws <see cref="InvalidDataException"/>.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> bytes)
{
    private readonly List<string> _shared = [];
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>1 to 10 bytes of 7 bits.</summary>
    public ulong Varint()
    {
        var value = 0UL;
        for (var i = 0; i < _rest.Length && i < 10; i++)
        {
            var part = _rest[i];
            if (i == 9 && part > 1)
                break;
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw Foreign();
    }

    /// <summary>A varint of a signed value.</summary>
    public long Signed()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A signed value or null.</summary>
    public long? OptionalSigned() => Varint() switch
    {
        0 => null,
        1 => Signed(),
        _ => throw Foreign(),
    };

    /// <summary>A count of things that take at least a byte each.</summary>
    public int Count()
    {
        var value = Varint();
        return value <= (ulong)_rest.Length ? (int)value : throw Foreign();
    }

    /// <summary>Length in bytes, then UTF-8.</summary>
    public string Text()
    {
        var length = Count();
        var text = Encoding.UTF8.GetString(_rest[..length]);
        _rest = _rest[length..];
        return text;
    }

    /// <summary>The number of a text that came before, or the next number and the text.</summary>
    public string SharedText()
    {
        var number = Varint();
        if (number < (ulong)_shared.Count)
            return _shared[(int)number];
        if (number > (ulong)_shared.Count)
            throw Foreign();
        var text = Text();
        _shared.Add(text);
        return text;
    }

    /// <summary>Throws unless everything was read.</summary>
    public readonly void End()
    {
        if (!_rest.IsEmpty)
            throw Foreign();
    }

    /// <summary>What is thrown for content that no version up to this one writes.</summary>
    public static InvalidDataException Foreign() => new("The content of a message is damaged or of a later format.");
}
