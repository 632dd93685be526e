using CsvHelper;

namespace UsageCluster.Gateway.Responses;

/// <summary>Cells of CSV answers (RFC 4180). One that a spreadsheet would run as a formula is shown as text.</summary>
internal static class CsvCells
{
    /// <summary>How CSV is written.</summary>
    public static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape, BufferSize = 16 * 1024 };

    /// <summary>
    /// Writes a text of any script. The full-width forms of = + - @ begin a formula too where East Asian input is set (OWASP, CSV injection); the
    /// writer knows ASCII only.
    /// </summary>
    public static void WriteText(CsvWriter csv, string text) =>
        csv.WriteField(text is ['\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20', ..] ? "'" + text : text);
}
