using UsageCluster.Soak.Runs;
using UsageCluster.Soak.Servers;

namespace UsageCluster.Soak.Measures;

/// <summary>Looks at the server processes of a store once a second, and twice a minute at what the steady one holds on its heap.</summary>
internal sealed class Sampler(World world, RunClock clock)
{
    private readonly Dictionary<string, List<ProcessSample>> _samples = new() { [world.Steady.Name] = [], [world.Exposed.Name] = [] };

    private static readonly TimeSpan HeapInterval = TimeSpan.FromSeconds(30);

    private readonly List<HeapSample> _heap = [];

    /// <summary>Of the steady server. Read after the run.</summary>
    public IReadOnlyList<HeapSample> Heap => _heap;

    /// <summary>By the server's place. Read after the run.</summary>
    public IReadOnlyDictionary<string, List<ProcessSample>> Samples => _samples;

    public Task RunAsync(TimeSpan end) => Task.WhenAll(LookAtProcessesAsync(end), LookAtHeapAsync(end));

    private async Task LookAtHeapAsync(TimeSpan end)
    {
        using var timer = new PeriodicTimer(HeapInterval);
        while (clock.Now + HeapInterval < end && await timer.WaitForNextTickAsync())
        {
            if (world.Steady.ProcessId is { } id && await LiveHeap.TakeAsync(id) is { } bytes)
                _heap.Add(new HeapSample(clock.Now, bytes));
        }
    }

    private async Task LookAtProcessesAsync(TimeSpan end)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (clock.Now < end && await timer.WaitForNextTickAsync())
        {
            foreach (var site in (Site[])[world.Steady, world.Exposed])
            {
                if (site.ProcessId is { } id && ProcessSample.TryTake(clock.Now, id) is { } sample)
                    _samples[site.Name].Add(sample);
            }
        }
    }
}
