using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;

namespace UsageCluster.Grains.Recording;

/// <summary>Records usage on the cluster: batches per company, tries again until an event is decided. Safe for concurrent use.</summary>
public interface IUsageRecorder
{
    /// <summary>
    /// Books one event. Once this returns <see cref="RecordOutcome.Accepted"/> the event is durable and in every later answer. While the
    /// buffer is full the call waits for room. A failure whose outcome is not known is tried again with the same event id, so that the event
    /// counts once; the <see cref="RecordStatus.Duplicate"/> that such a retry may be answered is returned as accepted.
    /// </summary>
    /// <param name="report">The event; an id from <see cref="UsageEventId"/> is the cheapest to store.</param>
    /// <param name="cancellationToken">
    /// Ends the caller's wait and further retries. An event that was on its way may be booked nevertheless: record it again with the same id.
    /// </param>
    /// <returns>Accepted, duplicate (another report of the same content came first) or rejected, which is final.</returns>
    /// <exception cref="ArgumentException">The event is outside its grammar; nothing was sent.</exception>
    /// <exception cref="RetryableException">
    /// Given up after <see cref="UsageRecorderOptions.GiveUpAfter"/>, or because the program stops. The event may be booked: record it again with the same id.
    /// </exception>
    ValueTask<RecordOutcome> RecordAsync(UsageEvent report, CancellationToken cancellationToken = default);
}
