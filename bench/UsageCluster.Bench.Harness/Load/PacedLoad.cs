using System.Diagnostics;
using System.Threading.Channels;

namespace UsageCluster.Bench.Harness.Load;

/// <summary>
/// Sends requests at a given rate, whatever the server does: a request that finds every connection busy waits, and its wait counts. Latencies are
/// taken from the moment that a request was due and the client awake, so that a slow answer shows in those behind it.
/// </summary>
public static class PacedLoad
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <param name="port">The server.</param>
    /// <param name="request">The request of a caller and number, as it travels.</param>
    /// <param name="perSecond">Requests a second.</param>
    /// <param name="connections">Requests that may be under way at a time.</param>
    /// <param name="duration">After this nothing more is due.</param>
    /// <param name="isApart">Requests, by number, that are measured by themselves as well.</param>
    public static async Task<PacedResult> RunAsync(
        int port, Func<int, long, ReadOnlyMemory<byte>> request, double perSecond, int connections, TimeSpan duration, Func<long, bool> isApart)
    {
        var due = Channel.CreateUnbounded<(long Number, long At)>(new UnboundedChannelOptions { SingleWriter = true });
        var watch = Stopwatch.StartNew();
        var senders = Enumerable.Range(0, connections).Select(caller => SendAsync(port, caller, due.Reader, request, isApart)).ToArray();
        await PaceAsync(due.Writer, perSecond, duration);
        var loops = await Task.WhenAll(senders);
        var elapsed = watch.Elapsed;
        var (others, apart) = (loops.Select(l => l.Others).ToArray(), loops.Select(l => l.Apart).ToArray());
        return new PacedResult(
            Measurement.Of([.. others, .. apart], elapsed), Measurement.Of(others, elapsed), Measurement.Of(apart, elapsed), loops.Sum(l => l.Errors));
    }

    private static async Task PaceAsync(ChannelWriter<(long Number, long At)> due, double perSecond, TimeSpan duration)
    {
        var number = 0L;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < duration; await Task.Delay(Tick))
        {
            var now = Stopwatch.GetTimestamp();
            for (var wanted = (long)(watch.Elapsed.TotalSeconds * perSecond); number < wanted; number++)
                due.TryWrite((number, now));
        }

        due.Complete();
    }

    private static async Task<(List<long> Others, List<long> Apart, long Errors)> SendAsync(
        int port, int caller, ChannelReader<(long Number, long At)> due, Func<int, long, ReadOnlyMemory<byte>> request, Func<long, bool> isApart)
    {
        var (others, apart) = (new List<long>(4096), new List<long>(512));
        var errors = 0L;
        using var connection = await HttpConnection.OpenAsync(port);
        await foreach (var (number, at) in due.ReadAllAsync())
        {
            var answer = await connection.ExchangeAsync(request(caller, number));
            (isApart(number) ? apart : others).Add(Stopwatch.GetTimestamp() - at);
            if (answer.Status != 200)
                errors++;
        }

        return (others, apart, errors);
    }
}
