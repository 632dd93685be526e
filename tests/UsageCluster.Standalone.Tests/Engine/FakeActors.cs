using System.Collections.Concurrent;

namespace UsageCluster.Standalone.Tests.Engine;

/// <summary>What a directory's actors did.</summary>
internal sealed class FakeActors
{
    private readonly ConcurrentDictionary<string, FakeActor> _live = new();
    private int _begun;
    private int _ending;
    private int _ended;

    /// <summary>Held by activations.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>Held by ends.</summary>
    public TaskCompletionSource? HoldEnds { get; set; }

    /// <summary>What activations fail with.</summary>
    public Func<string, Exception>? Failure { get; set; }

    public int Begun => _begun;

    /// <summary>Ends begun.</summary>
    public int Ending => _ending;

    public int Ended => _ended;

    public ConcurrentQueue<string> EndedIds { get; } = new();

    /// <summary>Two activations of one id that were live together.</summary>
    public ConcurrentQueue<string> Doubled { get; } = new();

    public FakeActor Make(string id) => new(this, id);

    public void Begin(FakeActor actor)
    {
        Interlocked.Increment(ref _begun);
        if (_live.TryGetValue(actor.Id, out var other) && !other.IsBroken)
            Doubled.Enqueue(actor.Id);
        _live[actor.Id] = actor;
    }

    public void BeginEnd() => Interlocked.Increment(ref _ending);

    public void End(FakeActor actor)
    {
        Interlocked.Increment(ref _ended);
        EndedIds.Enqueue(actor.Id);
        _live.TryRemove(KeyValuePair.Create(actor.Id, actor));
    }
}
