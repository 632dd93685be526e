using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace UsageCluster.Bench.Harness.Load;

/// <summary>
/// Sends requests at a given rate and goes on while the server is away: a request that found none, or was told to come again, is sent again, and its wait
/// counts from the moment that it was due.
/// </summary>
public sealed class EnduringLoad
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1), Pause = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentBag<(TimeSpan Due, TimeSpan Taken)> _answers = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Channel<(long Number, TimeSpan Due)> _due = Channel.CreateUnbounded<(long, TimeSpan)>(new UnboundedChannelOptions { SingleWriter = true });
    private readonly Func<int> _port;
    private readonly Func<int, long, ReadOnlyMemory<byte>> _request;
    private readonly Task _running;
    private volatile bool _stopped;
    private long _repeats;

    /// <param name="port">Where the server is at the moment.</param>
    /// <param name="request">The request of a caller and a number, as it travels.</param>
    /// <param name="perSecond">Requests a second.</param>
    /// <param name="connections">Requests that may be under way at a time.</param>
    public EnduringLoad(Func<int> port, Func<int, long, ReadOnlyMemory<byte>> request, double perSecond, int connections)
    {
        (_port, _request) = (port, request);
        _running = Task.WhenAll(Enumerable.Range(0, connections).Select(SendAsync).Append(PaceAsync(perSecond)));
    }

    /// <summary>Since it began.</summary>
    public TimeSpan Now => _watch.Elapsed;

    /// <summary>Requests that were sent again.</summary>
    public long Repeats => Interlocked.Read(ref _repeats);

    /// <summary>Ends when every request that was due is answered. By the time at which each was due.</summary>
    public async Task<IReadOnlyList<(TimeSpan Due, TimeSpan Taken)>> StopAsync()
    {
        _stopped = true;
        await _running;
        return [.. _answers.OrderBy(a => a.Due)];
    }

    private async Task PaceAsync(double perSecond)
    {
        for (var number = 0L; !_stopped; await Task.Delay(Tick))
        {
            for (; number < _watch.Elapsed.TotalSeconds * perSecond; number++)
                _due.Writer.TryWrite((number, TimeSpan.FromSeconds(number / perSecond)));
        }

        _due.Writer.Complete();
    }

    private async Task SendAsync(int caller)
    {
        HttpConnection? connection = null;
        await foreach (var (number, due) in _due.Reader.ReadAllAsync())
        {
            for (var isAnswered = false; !isAnswered;)
            {
                try
                {
                    connection ??= await HttpConnection.OpenAsync(_port());
                    var answer = await connection.ExchangeAsync(_request(caller, number));
                    isAnswered = answer.Status switch
                    {
                        200 => true,
                        429 or 503 => false,
                        _ => throw new InvalidDataException($"Status {answer.Status}."),
                    };
                }
                catch (Exception e) when (e is SocketException or IOException)
                {
                    connection?.Dispose();
                    connection = null;
                }

                if (isAnswered)
                    continue;
                Interlocked.Increment(ref _repeats);
                await Task.Delay(Pause);
            }

            _answers.Add((due, _watch.Elapsed - due));
        }

        connection?.Dispose();
    }
}
