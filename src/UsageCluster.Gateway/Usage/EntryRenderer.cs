using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Quantities;
using UsageCluster.Core.Reports;

namespace UsageCluster.Gateway.Usage;

/// <summary>
/// Renders companies one after another into a buffer that each rendering overwrites: the same bytes as of <see cref="UsageJson.WriteEntry"/>,
/// with less work, since all but the figures is copied. Of one caller at a time.
/// </summary>
internal sealed class EntryRenderer : IDisposable
{
    private const int BufferBytes = 32 * 1024;
    private const int NumberLengthMax = 20;

    // Of cost keys that share a place, the last one is kept.
    private const int CostKeyPlaces = 64;

    // The characters that the encoder of answers leaves alone, of ASCII.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private readonly CostKeyText[] _costKeys = new CostKeyText[CostKeyPlaces];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _length;

    /// <summary>The entries of companies, separated by commas; valid until the next are rendered.</summary>
    public ReadOnlySpan<byte> Entries(ReadOnlySpan<NamedCompanyReport> companies)
    {
        _length = 0;
        foreach (ref readonly var company in companies)
        {
            var systems = company.Report.Systems;
            for (var i = 0; i < systems.Count; i++)
                WriteEntry(company.Report.CompanyId, company.CompanyName, systems[i]);
        }

        // Each entry brought a comma.
        return _buffer.AsSpan(0, Math.Max(0, _length - 1));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void WriteEntry(string companyId, string companyName, SystemReport report)
    {
        var onMinutes = report.System == BillingSystem.Minutes;
        Write("{\"companyId\":"u8);
        WriteText(companyId);
        Write(",\"companyName\":"u8);
        WriteText(companyName);
        Write(onMinutes
            ? ",\"billingSystem\":\"minutes\",\"totalMinutesUsed\":"u8
            : ",\"billingSystem\":\"credits\",\"totalCreditsUsed\":"u8);
        WriteQuantity(report.System, report.Quantity);
        Write(",\"totalInterviews\":"u8);
        WriteNumber(report.Interviews);
        Write(",\"breakdownByCostKey\":["u8);
        if (report.Buckets is BucketFigures[] buckets)
        {
            foreach (ref readonly var bucket in buckets.AsSpan())
                WriteBucket(report.System, bucket);
        }
        else
        {
            for (var i = 0; i < report.Buckets.Count; i++)
                WriteBucket(report.System, report.Buckets[i]);
        }

        // So did each bucket.
        if (report.Buckets.Count > 0)
            _length--;
        Write("]},"u8);
    }

    private void WriteBucket(BillingSystem system, in BucketFigures bucket)
    {
        var text = TextOf(bucket.CostKey, system);
        Reserve(text.Length + SixDigits.LengthMax + NumberLengthMax + 16);
        var rest = _buffer.AsSpan(_length);
        text.CopyTo(rest);
        var length = text.Length;
        length += SixDigits.Format(system, bucket.Quantity, rest[length..]);
        ",\"events\":"u8.CopyTo(rest[length..]);
        length += ",\"events\":"u8.Length;
        Utf8Formatter.TryFormat(bucket.Events, rest[length..], out var digits);
        length += digits;
        "},"u8.CopyTo(rest[length..]);
        _length += length + 2;
    }

    // What stands before a bucket's quantity: the same for most companies.
    private byte[] TextOf(string costKey, BillingSystem system)
    {
        ref var kept = ref _costKeys[PlaceOf(costKey, system)];
        if (kept.System == system && kept.CostKey == costKey)
            return kept.Text;
        byte[] text = [.. "{\"costKey\":"u8, .. Encoded(costKey), .. system == BillingSystem.Minutes ? ",\"minutesUsed\":"u8 : ",\"creditsUsed\":"u8];
        kept = new CostKeyText(costKey, system, text);
        return text;
    }

    private static int PlaceOf(string costKey, BillingSystem system)
    {
        if (costKey.Length == 0)
            return 0;
        var mix = (costKey[0] * 31) + (costKey[costKey.Length / 2] * 7) + (costKey[^1] * 13) + costKey.Length + ((int)system * 17);
        return mix % CostKeyPlaces;
    }

    private void WriteText(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(Plain))
        {
            Write(Encoded(text));
            return;
        }

        Reserve(text.Length + 2);
        _buffer[_length] = (byte)'"';
        Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length + 1));
        _length += text.Length + 2;
        _buffer[_length - 1] = (byte)'"';
    }

    // A string as answers have it, with its quotes.
    private static ReadOnlySpan<byte> Encoded(string text)
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 16);
        using (var json = new Utf8JsonWriter(buffer, UsageJson.Options))
            json.WriteStringValue(text);
        return buffer.WrittenSpan;
    }

    private void WriteQuantity(BillingSystem system, long quantity)
    {
        Reserve(SixDigits.LengthMax);
        _length += SixDigits.Format(system, quantity, _buffer.AsSpan(_length));
    }

    private void WriteNumber(long number)
    {
        Reserve(NumberLengthMax);
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_length), out var digits);
        _length += digits;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int bytes)
    {
        if (_buffer.Length - _length < bytes)
            Grow(bytes);
    }

    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _buffer.Length, _length + bytes));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private readonly record struct CostKeyText(string CostKey, BillingSystem System, byte[] Text);
}
