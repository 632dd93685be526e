using UsageCluster.Actors.Alerts;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Ports;

/// <summary>
/// Alerts as rows, and what they have come to. Writes of alerts are one transaction with their audit record; failures as in <see cref="IControlStore"/>.
/// </summary>
public interface IAlertStore
{
    /// <summary>An alert; null: none.</summary>
    Task<AlertRow?> FindAlertAsync(string alertId, CancellationToken cancellationToken);

    /// <summary>Alerts by id; of one company or ATS where one is given.</summary>
    Task<PageOf<AlertRow>> ListAlertsAsync(string? companyId, string? atsId, PageRequest page, CancellationToken cancellationToken);

    /// <summary>
    /// Makes an alert; Unchanged if the id exists. MissingReference: its company or ATS does not exist. MissingWebhook: one of its webhooks does not.
    /// </summary>
    Task<StoreWrite> CreateAlertAsync(AlertRow alert, AuditRecord audit, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces an alert. <paramref name="change"/> gets the row under lock; null: leave it (Unchanged). Also NotFound, and as <see cref="CreateAlertAsync"/>.
    /// </summary>
    Task<StoreWrite> ChangeAlertAsync(
        string alertId, Func<AlertRow, AlertRow?> change, Func<AlertRow, AlertRow, AuditRecord> audit, CancellationToken cancellationToken);

    /// <summary>Deletes an alert and what it has come to; a later one of its id is another. NotFound: none.</summary>
    Task<StoreWrite> DeleteAlertAsync(string alertId, Func<AlertRow, AuditRecord> audit, CancellationToken cancellationToken);

    /// <summary>
    /// Alerts that have not fired in a period and of which something differs from the last look that was saved, by id, then period. Null: another one
    /// sweeps. Whoever asks is the one that sweeps, from then on.
    /// </summary>
    Task<IReadOnlyList<AlertLook>?> FindLooksAsync(AlertSweepRequest request, CancellationToken cancellationToken);

    /// <summary>Saves looks that were taken to their end, and forgets those of periods before <paramref name="oldest"/>.</summary>
    Task SaveLooksAsync(IReadOnlyList<SeenAlert> looks, CalendarMonth oldest, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that an alert has fired and queues its event for each of its webhooks, all or nothing. False, and nothing is done: it has fired in the
    /// period at the threshold before, or it has another threshold now, or is gone.
    /// </summary>
    Task<bool> FireAsync(AlertFiring firing, CancellationToken cancellationToken);

    /// <summary>Lets another one sweep.</summary>
    Task ReleaseSweepAsync(string holder, CancellationToken cancellationToken);
}
