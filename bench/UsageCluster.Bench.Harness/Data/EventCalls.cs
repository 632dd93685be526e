using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using UsageCluster.Bench.Harness.Load;

namespace UsageCluster.Bench.Data;

/// <summary>Calls of <c>POST /ingest/events</c> as they travel, each with new events; every caller writes its own over and over.</summary>
/// <param name="events">Where the events come from.</param>
/// <param name="eventsPerCall">Events of a call.</param>
/// <param name="key">The API key, if it needs one.</param>
/// <param name="callers">How many callers there are.</param>
public sealed class EventCalls(FreshEvents events, int eventsPerCall, string? key, int callers)
{
    private readonly ArrayBufferWriter<byte>[] _bodies = [.. Enumerable.Range(0, callers).Select(_ => new ArrayBufferWriter<byte>())];
    private readonly ArrayBufferWriter<byte>[] _calls = [.. Enumerable.Range(0, callers).Select(_ => new ArrayBufferWriter<byte>())];
    private readonly byte[] _head = Encoding.ASCII.GetBytes(
        $"POST /ingest/events HTTP/1.1\r\n{HttpWork.Headers(key)}Content-Type: application/json\r\nContent-Length: ");

    /// <summary>How an answer starts that took every event.</summary>
    public ReadOnlyMemory<byte> Accepted { get; } = Encoding.ASCII.GetBytes($$"""{"accepted":{{eventsPerCall}},"duplicates":0,"rejected":0,""");

    /// <summary>The next call of a caller; the one before is overwritten.</summary>
    public ReadOnlyMemory<byte> Next(int caller)
    {
        var (body, call) = (_bodies[caller], _calls[caller]);
        body.ResetWrittenCount();
        EventJson.Write(body, Enumerable.Range(0, eventsPerCall).Select(_ => events.Next()));
        call.ResetWrittenCount();
        call.Write(_head);
        Utf8.TryWrite(call.GetSpan(32), CultureInfo.InvariantCulture, $"{body.WrittenCount}\r\n\r\n", out var written);
        call.Advance(written);
        call.Write(body.WrittenSpan);
        return call.WrittenMemory;
    }
}
