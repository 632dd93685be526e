using UsageCluster.Standalone.Engine;

namespace UsageCluster.Standalone.Tests.Engine;

/// <summary>An actor whose activation and end a test holds and watches.</summary>
internal sealed class FakeActor(FakeActors all, string id) : IActor
{
    public string Id => id;

    public bool IsBroken { get; set; }

    public async Task ActivateAsync(CancellationToken cancellationToken)
    {
        if (all.Hold is { } hold)
            await hold.Task.WaitAsync(cancellationToken);
        if (all.Failure is { } failure)
            throw failure(id);
        all.Begin(this);
    }

    public async Task DeactivateAsync(CancellationToken cancellationToken)
    {
        all.BeginEnd();
        if (all.HoldEnds is { } hold)
            await hold.Task;
        all.End(this);
    }
}
