using System.Diagnostics;
using System.Text;
using UsageCluster.Http.Tests.Support;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>Sends the requests of a seed, one after the other, and holds each answer against all that is known of it.</summary>
internal sealed class FuzzRun : IDisposable
{
    // More show no more.
    private const int FailuresMax = 60;

    private readonly World _world;
    private readonly CaseMaker _maker;
    private readonly AnswerCheck _check;
    private readonly BookedUsage _booked;
    private readonly ApiDocument _document = new();
    private readonly HashSet<string> _reached = [];
    private readonly List<string> _failures = [];
    private readonly Stopwatch _waited = new();
    private RawConnection? _connection;

    public FuzzRun(World world, long seed)
    {
        _world = world;
        _maker = new CaseMaker(_document, world, seed);
        _check = new AnswerCheck(_document, world);
        _booked = new BookedUsage(world);
    }

    /// <summary>Every answer that was wrong, with its request; empty: none.</summary>
    public string Failures => string.Join("\n\n=====\n", _failures);

    /// <summary>Requests that were sent, by the status of their answers; 0: none.</summary>
    public SortedDictionary<int, int> Statuses { get; } = [];

    /// <summary>How long the answers took.</summary>
    public TimeSpan Waited => _waited.Elapsed;

    /// <summary>Operations that no request has reached with success.</summary>
    public IEnumerable<string> Unreached => _document.Operations.Select(o => o.Name).Except(_reached);

    /// <summary>Sends one, and its twin where it has one.</summary>
    public async Task SendAsync(int index, bool onlyRefused)
    {
        var made = _maker.Make(index, onlyRefused);
        var answer = await ExchangeAsync(made.Request.ToBytes(), made);
        Statuses[answer?.Status ?? 0] = Statuses.GetValueOrDefault(answer?.Status ?? 0) + 1;
        if (_check.Fault(made, answer) is { } fault)
            _failures.Add(made.Explain(fault));
        if (answer is not null)
            Note(made, answer);
        if (Twin.Of(made, _world) is { } twin
            && Twin.Difference(made, _world, answer, await ExchangeAsync(twin, made)) is { } difference)
            _failures.Add(made.Explain(difference));
        Assert.True(_failures.Count < FailuresMax, Failures);
    }

    /// <summary>Holds the figures of companies that only usage changes against the usage that was accepted.</summary>
    public Task VerifyAsync() => _booked.VerifyAsync();

    public void Dispose() => _connection?.Dispose();

    private void Note(FuzzCase made, RawAnswer answer)
    {
        if (answer.Status is >= 200 and < 300 && made.Request.Method == made.Operation.Method)
            _reached.Add(made.Operation.Name);
        _world.Note(made, answer);
        _booked.Note(made, answer);
    }

    private async Task<RawAnswer?> ExchangeAsync(byte[] request, FuzzCase made)
    {
        var isHead = made.Request.Method == "HEAD";
        _waited.Start();
        try
        {
            if (_connection is not null && await TryAsync(_connection, request, isHead) is { } answer)
                return answer;
            // The server may have closed the one before; on a new one there is no such excuse.
            _connection?.Dispose();
            _connection = await RawConnection.OpenAsync(_world.Server.Url);
            return await TryAsync(_connection, request, isHead);
        }
        finally
        {
            _waited.Stop();
        }
    }

    private async Task<RawAnswer?> TryAsync(RawConnection connection, byte[] request, bool isHead)
    {
        var sending = connection.SendAsync(request);
        RawAnswer? answer;
        try
        {
            answer = await connection.ReadAsync(isHead);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentOutOfRangeException)
        {
            throw new InvalidOperationException($"The answer is no HTTP. The request was:\n{Encoding.Latin1.GetString(request)}", failure);
        }

        if (answer is null || answer.Closes)
        {
            connection.Dispose();
            _connection = null;
        }

        try
        {
            await sending;
        }
        catch (ObjectDisposedException)
        {
            // The server had answered and closed before it was sent whole.
        }

        return answer;
    }
}
