namespace UsageCluster.Standalone.Demo;

/// <summary>Three months of events up to now: the same pattern at every start, moved to today.</summary>
internal static class DemoUsage
{
    private const int Days = 92;
    private const int Seed = 20_240_110;
    private static readonly string[] CostKeys = ["interview_minutes", "phone_screening", "voice_agent"];
    private static readonly string[] Foci = ["screening", "technical", "culture"];
    private static readonly (string CompanyId, int EventsPerDay)[] Companies =
        [(DemoCompanies.Aurora, 14), (DemoCompanies.Birch, 6), (DemoCompanies.Cobalt, 9)];

    public static async Task SendAsync(DemoApi api, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const int eventsPerCall = 2_000;
        var key = await api.KeyAsync(new { kind = "runtime", name = DemoKeys.NameOf("runtime") }, cancellationToken);
        foreach (var chunk in Events(now).Chunk(eventsPerCall))
        {
            var answer = await api.PostAsync("/ingest/events", chunk, key, cancellationToken);
            if (answer.GetProperty("accepted").GetInt32() != chunk.Length)
                throw new InvalidOperationException("The demo's own events were not accepted: " + answer.GetProperty("results")[0]);
        }
    }

    private static IEnumerable<object> Events(DateTimeOffset now)
    {
#pragma warning disable CA5394 // The same data at every start is the point.
        var random = new Random(Seed);
        var firstDay = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-Days);
        var number = 0;
        for (var day = 0; day <= Days; day++)
        {
            foreach (var (companyId, eventsPerDay) in Companies)
            {
                for (var i = random.Next(eventsPerDay / 2, eventsPerDay + 1); i > 0; i--)
                {
                    var at = firstDay.AddDays(day).AddMilliseconds(random.Next(8 * 3_600_000, 19 * 3_600_000));
                    var report = new
                    {
                        eventId = $"demo-{++number:D6}",
                        companyId,
                        occurredAt = at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
                        durationSeconds = random.Next(30_000, 2_700_000) / 1000m,
                        costKey = CostKeys[random.Next(CostKeys.Length)],
                        agentFocus = Foci[random.Next(Foci.Length)],
                        interviewId = $"interview-{number:D6}",
                        direction = random.Next(2) == 0 ? "INBOUND" : "OUTBOUND",
                        resolution = random.Next(10) == 0 ? "MISSED" : "ANSWERED",
                        isTest = random.Next(50) == 0,
                    };
                    if (at <= now)
                        yield return report;
                }
            }
        }
#pragma warning restore CA5394
    }
}
