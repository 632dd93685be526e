using System.Globalization;
using CsvHelper;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Quantities;

namespace UsageCluster.Gateway.Responses;

/// <summary>Cells of CSV answers (RFC 4180). One that a spreadsheet would run as a formula is shown as text.</summary>
internal static class CsvCells
{
    /// <summary>How CSV is written.</summary>
    public static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape, BufferSize = 16 * 1024 };

    /// <summary>
    /// Writes a text of any script; none as an empty cell. The full-width forms of = + - @ begin a formula too where East Asian input is set (OWASP, CSV
    /// injection); the writer knows ASCII only.
    /// </summary>
    public static void WriteText(CsvWriter csv, string? text) =>
        csv.WriteField(text is ['\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20', ..] ? "'" + text : text ?? "");

    /// <summary>
    /// Writes a booked quantity exactly: milliseconds as minutes, or millionths as credits. A decimal and not text: one below zero is no formula.
    /// </summary>
    public static void WriteQuantity(CsvWriter csv, BillingSystem system, long quantity)
    {
        Span<byte> digits = stackalloc byte[SixDigits.LengthMax];
        csv.WriteField(decimal.Parse(digits[..SixDigits.Format(system, quantity, digits)], CultureInfo.InvariantCulture));
    }

    /// <summary>Writes millionths of a unit of money or of a credit exactly; none as an empty cell.</summary>
    public static void WriteMicro(CsvWriter csv, long? micro)
    {
        if (micro is { } value)
            WriteQuantity(csv, BillingSystem.Credits, value);
        else
            csv.WriteField("");
    }
}
