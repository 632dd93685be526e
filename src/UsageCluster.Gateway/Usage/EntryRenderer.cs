using System.Buffers;
using System.Text.Json;
using UsageCluster.Core.Reports;

namespace UsageCluster.Gateway.Usage;

/// <summary>Renders companies one after another into a buffer that each overwrites. Of one caller at a time.</summary>
internal sealed class EntryRenderer : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json;

    public EntryRenderer() => _json = new Utf8JsonWriter(_buffer, UsageJson.Options);

    /// <summary>A company's entries, separated by commas; valid until the next ones are rendered.</summary>
    public ReadOnlySpan<byte> Entries(string companyName, CompanyReport report)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartArray();
        for (var i = 0; i < report.Systems.Count; i++)
            UsageJson.WriteEntry(_json, report.CompanyId, companyName, report.Systems[i]);
        _json.WriteEndArray();
        _json.Flush();
        return _buffer.WrittenSpan[1..^1];
    }

    /// <inheritdoc />
    public void Dispose() => _json.Dispose();
}
