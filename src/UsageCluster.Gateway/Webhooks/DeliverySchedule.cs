namespace UsageCluster.Gateway.Webhooks;

/// <summary>When a failed attempt is followed by another. Without jitter: what is due when stands in the row.</summary>
internal static class DeliverySchedule
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
        TimeSpan.FromHours(24),
    ];

    /// <summary>The wait after an attempt, from 1; null: it was the last one.</summary>
    public static TimeSpan? After(int attempt) => attempt <= Waits.Length ? Waits[attempt - 1] : null;
}
