using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;

namespace UsageCluster.Actors.Tests.Leases;

/// <summary>
/// Nodes that take one company from each other at random. Faults: a node is cut off from the leases, its answers are late, its clocks run fast or slow by
/// less than the margin, its wall clock jumps ahead (a suspended machine), it dies; activations are abandoned, given up, doubled on one node. At each
/// acknowledgement every view that any node still shows must have what is acknowledged.
/// </summary>
internal sealed class LeaseWalk(int seed)
{
    private const int Steps = 150;

    private readonly Random _random = new(seed);
    private readonly LeaseWorld _world = new(seed);
    private readonly List<LeaseNode> _nodes = [];
    private readonly List<CompanyActor> _actors = [];
    private readonly List<Task> _calls = [];
    private int _events;

    public int Acknowledged { get; private set; }

    public int Takeovers { get; private set; }

    public void Run() => _world.Run(async () =>
    {
        for (var node = 0; node < 3; node++)
            _nodes.Add(await _world.StartNodeAsync());
        for (var step = 0; step < Steps; step++)
        {
            Step();
            await _world.PassAsync(_random.Next(1, 16) * 0.05);
        }

        // Once the faults end every call ends.
        foreach (var node in _nodes)
        {
            node.Calls.IsCutOff = false;
            node.Calls.Answer();
        }

        await _world.PassAsync(30);
        foreach (var call in _calls)
            Assert.True(call.IsCompletedSuccessfully, call.Exception?.ToString());
    });

    private void Step()
    {
        var node = _nodes[_random.Next(_nodes.Count)];
        switch (_random.Next(16))
        {
            case 0:
                node.Calls.IsCutOff = !node.Calls.IsCutOff;
                break;
            case 1:
                node.Calls.HoldsAnswers = true;
                break;
            case 2:
                node.Calls.Answer();
                break;
            case 3:
                node.ClockRate = 0.96 + (_random.Next(9) * 0.01);
                break;
            case 4 when _random.Next(4) == 0:
                node.Time.AdvanceWall(TimeSpan.FromSeconds(_random.Next(1, 8)));
                break;
            case 5 when _random.Next(3) == 0:
                node.Kill();
                _nodes.Remove(node);
                _calls.Add(ReplaceAsync());
                break;
            case 6 when _actors.Count > 0:
                _calls.Add(_actors[_random.Next(_actors.Count)].DeactivateAsync(CancellationToken.None));
                break;
            case 7 or 8:
                _calls.Add(ActivateAsync(node));
                break;
            default:
                if (_actors.Count > 0)
                    _calls.Add(RecordAsync(_actors[_random.Next(_actors.Count)]));
                break;
        }
    }

    private async Task ReplaceAsync() => _nodes.Add(await _world.StartNodeAsync());

    private async Task ActivateAsync(LeaseNode node)
    {
        try
        {
            var actor = await node.ActivateAsync();
            Takeovers++;
            _actors.Add(actor);
            if (_actors.Count > 6)
                _actors.RemoveAt(0);
        }
        catch (RetryableException)
        {
            // The node has no lease, or another took over meanwhile.
        }
    }

    private async Task RecordAsync(CompanyActor actor)
    {
        var id = $"e{_random.Next(_events + 2)}";
        _events++;
        try
        {
            await actor.RecordAsync(TestNode.Event(id));
            Acknowledged++;
            var booked = _world.Ledger.Of(TestNode.Company).Events[id].Version;
            foreach (var shown in _actors.Append(actor).Select(a => a.View).OfType<Core.Books.CompanyView>())
                Assert.True(shown.Version >= booked, $"Seed {seed}: '{id}' was acknowledged at version {booked}, and a node shows {shown.Version}.");
        }
        catch (RetryableException)
        {
            // Sent again by another step, perhaps.
        }
    }
}
