using System.Globalization;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>
/// Events that a test sends, what was acknowledged of them, and what the totals must be once all are booked. The figures are computed here
/// from the contract alone.
/// </summary>
internal sealed class SentEvents(int seed)
{
    public const string OnCredits = "on-credits";

    /// <summary>Credits per minute of the price rule, beside a base of 1.5.</summary>
    public const decimal CostPerMinute = 0.6m;

    public const decimal BaseCost = 1.5m;

    public static readonly string[] Companies = ["acme", "birch", "cobalt", "delta", OnCredits];
    private static readonly string[] CostKeys = ["interview_minutes", "voice_agent"];

    private readonly Random _random = new(seed);
    private readonly List<Event> _events = [];
    private int _number;

    public IReadOnlyList<Event> All => _events;

    /// <summary>Batches of new events over several companies.</summary>
    public List<Event[]> Next(int batches, int eventsPerBatch)
    {
        var made = new List<Event[]>();
        for (var b = 0; b < batches; b++)
        {
            var batch = new Event[eventsPerBatch];
            for (var i = 0; i < batch.Length; i++)
            {
                // Some ids are UUIDs, some are text: they are stored in different ways.
                var id = ++_number % 3 == 0 ? new Guid(_number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString() : $"event-{_number}";
                batch[i] = new Event(id, Companies[_random.Next(Companies.Length)], CostKeys[_random.Next(2)], _random.Next(1, 3_600_000));
            }

            _events.AddRange(batch);
            made.Add(batch);
        }

        return made;
    }

    /// <summary>The exact total of a company by cost key, as its unit shows it, once all are booked.</summary>
    public Dictionary<string, (long Events, decimal Quantity)> Expected(string companyId) => Expected(companyId, _events);

    /// <summary>The same once these are booked.</summary>
    public static Dictionary<string, (long Events, decimal Quantity)> Expected(string companyId, IEnumerable<Event> booked) => booked
        .Where(e => e.CompanyId == companyId)
        .GroupBy(e => e.CostKey)
        .ToDictionary(g => g.Key, g => (g.LongCount(), companyId == OnCredits
            ? g.Sum(e => Round(BaseCost + (e.DurationMs * CostPerMinute / 60_000)))
            : Round(g.Sum(e => e.DurationMs) / 60_000m)));

    private static decimal Round(decimal value) => Math.Round(value, 6, MidpointRounding.AwayFromZero);

    internal sealed record Event(string EventId, string CompanyId, string CostKey, int DurationMs)
    {
        private int _acknowledged;

        public bool IsAcknowledged => Volatile.Read(ref _acknowledged) != 0;

        public void Acknowledge() => Volatile.Write(ref _acknowledged, 1);

        public object Json() => new
        {
            eventId = EventId,
            companyId = CompanyId,
            costKey = CostKey,
            occurredAt = new DateTime(2025, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(DurationMs % 10_000).ToString("s", CultureInfo.InvariantCulture),
            durationSeconds = DurationMs / 1000m,
        };
    }
}
