using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace UsageCluster.Soak.Measures;

/// <summary>What a .NET process holds on its heap once its garbage is gone: it is made to collect all of it, which takes it some milliseconds.</summary>
internal static class LiveHeap
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";

    /// <summary>The events of collections, and a full collection when the session begins.</summary>
    private const long Keywords = 0x1 | 0x800000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Bytes; null: the process did not tell in time, or is gone.</summary>
    public static async Task<long?> TakeAsync(int processId)
    {
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            using var session = await new DiagnosticsClient(processId).StartEventPipeSessionAsync(
                [new EventPipeProvider(Runtime, EventLevel.Informational, Keywords)], requestRundown: false, circularBufferMB: 4, limit.Token);
            return await Task.Run(() => Read(session), limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception failure) when (failure is DiagnosticsClientException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static long? Read(EventPipeSession session)
    {
        long? bytes = null;
        var isFull = false;
        using var source = new EventPipeEventSource(session.EventStream);
        source.Clr.GCStart += start => isFull |= start.Depth == 2 && start.Type != GCType.BackgroundGC;
        source.Clr.GCHeapStats += heap =>
        {
            if (!isFull || bytes is not null)
                return;
            bytes = heap.TotalHeapSize;
            _ = session.StopAsync(CancellationToken.None);
        };
        source.Process();
        return bytes;
    }
}
