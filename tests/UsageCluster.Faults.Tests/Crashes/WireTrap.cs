using System.Buffers.Binary;
using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>Kills a process at a moment of one of its statements on PostgreSQL.</summary>
/// <param name="Statement">A part of the statement's text.</param>
/// <param name="Moment">The moment.</param>
/// <param name="Nth">Which execution of it, from 1.</param>
/// <param name="CompaniesMin">Of an append: executions of fewer companies do not count.</param>
internal sealed record WireTrap(string Statement, WireMoment Moment, int Nth = 1, int CompaniesMin = 1)
{
    /// <summary>The append's 17th parameter is the array of its companies.</summary>
    private const int CompaniesParameter = 16, ArrayHeaderLength = 12;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _executed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WireConnection? _caught;
    private int _seen;
    private bool _isSprung;

    /// <summary>Lets a commit that is held go on.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>A watcher that kills the process.</summary>
    public Func<WireMessage, Task> For(ServerProcess process) => message => IsTheMoment(message) ? EndAsync(process, message) : Task.CompletedTask;

    private bool IsTheMoment(WireMessage message)
    {
        lock (_lock)
        {
            if (_isSprung)
            {
                if (message.Connection == _caught && message.Answers('C', Statement))
                    _executed.TrySetResult();
                return false;
            }

            if (_caught is null && message.Asks('B', Statement) && Companies(message) >= CompaniesMin && ++_seen == Nth)
                _caught = message.Connection;
            return _isSprung = message.Connection == _caught && IsAt(message);
        }
    }

    private bool IsAt(WireMessage message) => Moment switch
    {
        WireMoment.NotSent => message.Asks('B', Statement),
        WireMoment.ExecutedNotCommitted or WireMoment.CommittedLate => message.Asks('S', Statement),
        WireMoment.Answering => message.IsFromServer && message.Sql.Contains(Statement, StringComparison.Ordinal),
        WireMoment.Committed => message.Answers('Z', Statement),
        WireMoment.CommitNotSent => message.Asks('Q', "COMMIT"),
        _ => message.Answers('C', "COMMIT"),
    };

    private async Task EndAsync(ServerProcess process, WireMessage message)
    {
        if (Moment is WireMoment.ExecutedNotCommitted or WireMoment.CommittedLate)
        {
            // Executed without its commit, which a sync is.
            await message.Connection.SendToServerAsync('H');
            await _executed.Task.WaitAsync(ServerProcess.Timeout);
        }

        await process.KillAsync();
        if (Moment is WireMoment.CommittedLate)
            await _released.Task.WaitAsync(ServerProcess.Timeout);
        else if (!message.IsFromServer)
            message.Connection.Cut();
    }

    private int Companies(WireMessage bind) =>
        CompaniesMin > 1 && bind.Parameters()[CompaniesParameter] is { } companies
            ? BinaryPrimitives.ReadInt32BigEndian(companies.Span[ArrayHeaderLength..])
            : 1;
}
