namespace UsageCluster.Soak.Faults;

/// <summary>The faults of a run: which, when and how long follows from the seed alone.</summary>
internal static class FaultSchedule
{
    private static readonly TimeSpan IntervalMax = TimeSpan.FromSeconds(75);

    private static readonly FaultKind[] OnSqlite = [FaultKind.Kill, FaultKind.Suspend, FaultKind.Restart, FaultKind.Disconnects, FaultKind.Burst];
    private static readonly FaultKind[] OnPostgres = Enum.GetValues<FaultKind>();

    /// <summary>
    /// One in each interval, at a random moment of its second third, so that there is calm between. Kinds are dealt like cards: each comes once before one
    /// comes again.
    /// </summary>
    public static IReadOnlyList<PlannedFault> Make(int seed, string store, TimeSpan duration)
    {
        var kinds = store == "postgres" ? OnPostgres : OnSqlite;
        var random = new Random(seed);
        var interval = TimeSpan.FromTicks(Math.Min(duration.Ticks / 2, IntervalMax.Ticks));
        Queue<FaultKind> deck = [];
        List<PlannedFault> faults = [];
        for (var from = TimeSpan.Zero; from + interval <= duration; from += interval)
        {
            if (deck.Count == 0)
                deck = new Queue<FaultKind>(Shuffled(kinds, random));
            var kind = deck.Dequeue();
            faults.Add(new PlannedFault(from + (interval * (1 + random.NextDouble()) / 3), kind, Lasts(kind, store, random, duration)));
        }

        return faults;
    }

    private static FaultKind[] Shuffled(FaultKind[] kinds, Random random)
    {
        FaultKind[] shuffled = [.. kinds];
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static TimeSpan Lasts(FaultKind kind, string store, Random random, TimeSpan duration)
    {
        var seconds = kind switch
        {
            FaultKind.Kill or FaultKind.DatabaseKill => 1 + (4 * random.NextDouble()),
            // A lease is over after 5 s.
            FaultKind.Suspend => store == "postgres" ? 7 + (5 * random.NextDouble()) : 2 + (5 * random.NextDouble()),
            FaultKind.Disconnects or FaultKind.Burst => 5,
            _ => 0,
        };
        // A run of seconds has faults of fractions of one.
        return TimeSpan.FromSeconds(Math.Min(seconds, duration.TotalSeconds / 6));
    }
}
