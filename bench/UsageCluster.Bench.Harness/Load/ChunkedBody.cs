using System.Buffers.Text;

namespace UsageCluster.Bench.Harness.Load;

/// <summary>Follows a body in <c>Transfer-Encoding: chunked</c> to its end, over any number of reads. Trailers are not expected.</summary>
public struct ChunkedBody
{
    private const int SizeDigitsMax = 15;
    private long _remaining;
    private long _size;
    private int _digits;
    private int _lineEndsToSkip;
    private bool _isLast;
    private bool _afterDigits;

    /// <summary>Whether the last chunk and its line end have been read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Takes the next bytes and returns the piece of content at their start, if any, and how many bytes that took.</summary>
    public ReadOnlySpan<byte> Next(ReadOnlySpan<byte> bytes, out int taken)
    {
        for (taken = 0; taken < bytes.Length && !IsComplete; taken++)
        {
            if (_remaining > 0)
            {
                var piece = bytes.Slice(taken, (int)Math.Min(_remaining, bytes.Length - taken));
                _remaining -= piece.Length;
                if (_remaining == 0)
                    _lineEndsToSkip = 2;
                taken += piece.Length;
                return piece;
            }

            Frame(bytes[taken]);
        }

        return default;
    }

    private void Frame(byte value)
    {
        if (_lineEndsToSkip > 0)
        {
            _lineEndsToSkip--;
            IsComplete = _isLast && _lineEndsToSkip == 0;
        }
        else if (value == '\n')
        {
            _remaining = _size;
            _isLast = _size == 0;
            _lineEndsToSkip = _isLast ? 2 : 0;
            (_size, _digits, _afterDigits) = (0, 0, false);
        }
        else if (!_afterDigits && Utf8Parser.TryParse([value], out int digit, out _, 'x'))
        {
            if (++_digits > SizeDigitsMax)
                throw new InvalidDataException("A chunk's size has too many digits.");
            _size = _size * 16 + digit;
        }
        else
        {
            _afterDigits = true;
        }
    }
}
