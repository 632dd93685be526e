namespace UsageCluster.Simulation.Schedules;

/// <summary>
/// Seeded randomness (SplitMix64). Streams split off by a label depend on the seed and the label alone, not on what was drawn before: what is dropped
/// from a schedule changes nothing of the rest.
/// </summary>
internal sealed class Rng
{
    private readonly ulong _seed;
    private ulong _state;

    public Rng(ulong seed) => _seed = _state = seed;

    public Rng Split(ulong label) => new(Mix(_seed ^ Mix(label)));

    public ulong NextSeed() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>From 0 to below the bound.</summary>
    public int Next(int bound) => (int)(((NextSeed() >> 32) * (ulong)bound) >> 32);

    /// <summary>From the first to below the second.</summary>
    public int Next(int from, int to) => from + Next(to - from);

    public bool OneIn(int n) => Next(n) == 0;

    public T Pick<T>(IReadOnlyList<T> from) => from[Next(from.Count)];

    public TimeSpan Micros(int from, int to) => TimeSpan.FromTicks(Next(from, to) * TimeSpan.TicksPerMicrosecond);

    /// <summary>A bijection of 64 bits in which every bit of the result depends on every bit given.</summary>
    public static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
