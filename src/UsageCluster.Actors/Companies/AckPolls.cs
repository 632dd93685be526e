using UsageCluster.Actors.Ports;

namespace UsageCluster.Actors.Companies;

/// <summary>
/// Asks the ledger, for all of a node's companies that stand before their first acknowledgement, whether they must still wait: a lost node leaves
/// thousands at once. One question is on its way at a time, and what comes meanwhile shares the next; those that wait for long come together, since
/// they all ask at the node's same moments. Safe for concurrent callers.
/// </summary>
internal sealed class AckPolls
{
    private readonly ILedger _ledger;
    private readonly SynchronizationContext _home;
    private readonly CompanyActorOptions _options;
    private readonly TimeProvider _time;
    private readonly SendOrPostCallback _run;
    private readonly long _start;
    private readonly Lock _lock = new();
    private readonly Queue<AckQuestion> _waiting = new();
    private bool _isRunning;

    /// <param name="ledger">The ledger.</param>
    /// <param name="home">Where questions are put: apart from the callers' turns.</param>
    /// <param name="options">Period and bound.</param>
    /// <param name="time">The clock.</param>
    public AckPolls(ILedger ledger, SynchronizationContext home, CompanyActorOptions options, TimeProvider time)
    {
        _ledger = ledger;
        _home = home;
        _options = options;
        _time = time;
        _run = _ => _ = RunAsync();
        _start = time.GetTimestamp();
    }

    /// <summary>How long until the node's next moment to ask; more than zero, and never more than the period.</summary>
    public TimeSpan UntilNext =>
        _options.AckPollPeriod - TimeSpan.FromTicks(_time.GetElapsedTime(_start).Ticks % _options.AckPollPeriod.Ticks);

    /// <summary>See <see cref="ILedger.AckWaitsAsync"/>, whose exceptions fail every question that was put with it.</summary>
    public Task<TimeSpan> AskAsync(int companyNo)
    {
        var question = new AckQuestion(companyNo);
        lock (_lock)
        {
            _waiting.Enqueue(question);
            if (_isRunning)
                return question.Task;
            _isRunning = true;
        }

        _home.Post(_run, null);
        return question.Task;
    }

    private async Task RunAsync()
    {
        while (Take() is { } questions)
        {
            try
            {
                var waits = await _ledger.AckWaitsAsync([.. questions.Select(q => q.CompanyNo)], CancellationToken.None);
                if (waits.Count != questions.Count)
                    throw new InvalidOperationException($"The ledger answered {waits.Count} of {questions.Count} questions.");
                for (var i = 0; i < waits.Count; i++)
                    questions[i].SetResult(waits[i]);
            }
#pragma warning disable CA1031 // Whatever it is, it goes to those who asked.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                foreach (var question in questions)
                    question.TrySetException(exception);
            }
        }
    }

    private List<AckQuestion>? Take()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _isRunning = false;
                return null;
            }

            var taken = new List<AckQuestion>(Math.Min(_waiting.Count, _options.AckPollCompaniesMax));
            while (taken.Count < _options.AckPollCompaniesMax && _waiting.TryDequeue(out var next))
                taken.Add(next);
            return taken;
        }
    }
}
