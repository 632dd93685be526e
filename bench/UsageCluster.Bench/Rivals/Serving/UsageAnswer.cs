using System.Buffers;
using System.Text.Json;
using Npgsql;
using UsageCluster.Bench.Rivals.Tables;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Quantities;

namespace UsageCluster.Bench.Rivals.Serving;

/// <summary>Writes the answer from the rows of <see cref="UsageQuery"/>.</summary>
internal sealed class UsageAnswer(RivalNames names, IBufferWriter<byte> body) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(body, new JsonWriterOptions { SkipValidation = true });

    // By cost key number, which is the order of the names.
    private readonly (long Events, long Ms)[] _company = new (long, long)[names.CostKeys.Count], _all = new (long, long)[names.CostKeys.Count];

    public async Task WriteAsync(NpgsqlDataReader rows)
    {
        _json.WriteStartObject();
        _json.WriteStartObject("data");
        _json.WriteStartArray("companies");
        var more = await rows.ReadAsync();
        while (more)
        {
            var id = rows.GetString(0);
            _json.WriteStartObject();
            _json.WriteString("companyId", id);
            _json.WriteString("companyName", rows.GetString(1));
            _json.WriteString("billingSystem", "minutes");
            do
            {
                Add(rows);
                more = await rows.ReadAsync();
            }
            while (more && rows.GetString(0) == id);
            WriteFigures(_company);
            _json.WriteEndObject();
            Array.Clear(_company);
        }

        _json.WriteEndArray();
        WriteFigures(_all);
        _json.WriteEndObject();
        _json.WriteEndObject();
        await _json.FlushAsync();
    }

    public void Dispose() => _json.Dispose();

    private void Add(NpgsqlDataReader row)
    {
        if (row.IsDBNull(2))
            return;
        var (no, events, ms) = (row.GetInt16(2), row.GetInt64(3), row.GetInt64(4));
        _company[no] = (events, ms);
        _all[no] = (_all[no].Events + events, _all[no].Ms + ms);
    }

    private void WriteFigures((long Events, long Ms)[] sums)
    {
        long ms = 0, interviews = 0;
        for (var no = 0; no < sums.Length; no++)
        {
            ms += sums[no].Ms;
            interviews += names.CostKeys[no].IsInterview ? sums[no].Events : 0;
        }

        WriteMinutes("totalMinutesUsed", ms);
        _json.WriteNumber("totalInterviews", interviews);
        _json.WriteStartArray("breakdownByCostKey");
        for (var no = 0; no < sums.Length; no++)
        {
            if (sums[no].Events == 0)
                continue;
            _json.WriteStartObject();
            _json.WriteString("costKey", names.CostKeys[no].Name);
            WriteMinutes("minutesUsed", sums[no].Ms);
            _json.WriteNumber("events", sums[no].Events);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteMinutes(string name, long ms)
    {
        Span<byte> digits = stackalloc byte[SixDigits.LengthMax];
        _json.WritePropertyName(name);
        _json.WriteRawValue(digits[..SixDigits.Format(BillingSystem.Minutes, ms, digits)], skipInputValidation: true);
    }
}
