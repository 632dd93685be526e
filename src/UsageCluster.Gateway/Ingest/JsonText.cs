using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace UsageCluster.Gateway.Ingest;

/// <summary>Strings out of a reader over one contiguous, valid UTF-8 text. Escapes of unpaired surrogates are no strings.</summary>
internal static class JsonText
{
    /// <summary>The property name or string at hand; false if an escape in it is an unpaired surrogate.</summary>
    public static bool TryGet(ref Utf8JsonReader reader, [NotNullWhen(true)] out string? text)
    {
        if (!reader.ValueIsEscaped)
        {
            text = Encoding.UTF8.GetString(reader.ValueSpan);
            return true;
        }

        try
        {
            text = reader.GetString();
            return text is not null;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    /// <summary>The same, into a buffer; false also if the text is longer.</summary>
    public static bool TryCopy(ref Utf8JsonReader reader, scoped Span<char> buffer, out int length)
    {
        length = 0;
        if (!reader.ValueIsEscaped)
            return Encoding.UTF8.TryGetChars(reader.ValueSpan, buffer, out length);
        try
        {
            // An escape takes at most six bytes a character and at least two.
            if (reader.ValueSpan.Length > 6 * buffer.Length)
                return false;
            length = reader.CopyString(buffer);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
