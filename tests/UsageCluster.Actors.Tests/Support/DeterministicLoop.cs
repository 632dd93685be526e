namespace UsageCluster.Actors.Tests.Support;

/// <summary>
/// One thread that runs every continuation of a test: first in, first out, or by a seeded pick. A continuation that comes from another
/// thread fails the test: something left the loop.
/// </summary>
internal sealed class DeterministicLoop(int? seed = null) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly Queue<TaskCompletionSource> _settling = new();
    private readonly Random? _random = seed is { } value ? new Random(value) : null;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile string? _escape;

    /// <summary>Continuations run so far.</summary>
    public long Steps { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            // Thrown by Run: thrown here, it would end the process.
            _escape = $"A continuation came from another thread:\n{Environment.StackTrace}";
            return;
        }

        _ready.Add((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing may block the loop.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Completes once nothing else can run.</summary>
    public Task Settle()
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _settling.Enqueue(settled);
        return settled.Task;
    }

    /// <summary>Runs a test to its end. Throws when it waits for something that never comes.</summary>
    public void Run(Func<Task> test, long stepsMax = 10_000_000)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            var running = test();
            while (!running.IsCompleted)
            {
                if (_ready.Count > 0)
                    Step();
                else if (_settling.TryDequeue(out var settled))
                    settled.SetResult();
                else
                    throw new InvalidOperationException(_escape ?? "The test waits for something that never comes.");
                if (Steps > stepsMax)
                    throw new InvalidOperationException("The test does not come to an end.");
            }

            running.GetAwaiter().GetResult();
            if (_escape is not null)
                throw new InvalidOperationException(_escape);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    private void Step()
    {
        Steps++;
        var pick = _random?.Next(_ready.Count) ?? 0;
        var (callback, state) = _ready[pick];
        _ready.RemoveAt(pick);
        callback(state);
    }
}
