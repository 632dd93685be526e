using System.Diagnostics;

namespace UsageCluster.Bench.Harness.Load;

/// <summary>Callers on keep-alive connections, each sending its next request when it has read the answer to the one before.</summary>
public static class HttpLoad
{
    // Comparing costs the client time that the server could use.
    private const int ComparedOneIn = 16;

    public static Task<Measurement> RunAsync(int port, HttpWork work, int callers, TimeSpan duration) => RunAsync([port], work, callers, duration);

    /// <param name="ports">Servers that answer alike: each caller asks them in turn, so that each gets its even share however fast it is.</param>
    /// <param name="work">What is asked. An answer that is not 200, or not what it should be, ends the run.</param>
    /// <param name="callers">Requests that wait for their answer at a time.</param>
    /// <param name="duration">After this no new request is sent.</param>
    public static async Task<Measurement> RunAsync(IReadOnlyList<int> ports, HttpWork work, int callers, TimeSpan duration)
    {
        var stopwatch = Stopwatch.StartNew();
        var deadline = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => LoopAsync(ports, caller, work, deadline)));
        var measured = Measurement.Of(latencies, stopwatch.Elapsed);
        return measured with { PerSecond = measured.PerSecond * work.Rows };
    }

    private static async Task<List<long>> LoopAsync(IReadOnlyList<int> ports, int caller, HttpWork work, long deadline)
    {
        var latencies = new List<long>(4096);
        var connections = new List<HttpConnection>(ports.Count);
        try
        {
            foreach (var port in ports)
                connections.Add(await HttpConnection.OpenAsync(port));
            var next = caller;
            for (var now = Stopwatch.GetTimestamp(); now < deadline; next++)
            {
                var expected = next % ComparedOneIn == 0 ? work.Expected : default;
                var answer = await connections[next % connections.Count].ExchangeAsync(work.Next(caller), expected, work.IsStart);
                if (answer.Status != 200 || !answer.IsAsExpected)
                    throw new InvalidDataException($"Status {answer.Status}, {answer.BodyBytes:N0} bytes: not the answer that was expected.");
                var then = now;
                now = Stopwatch.GetTimestamp();
                latencies.Add(now - then);
            }
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }

        return latencies;
    }
}
