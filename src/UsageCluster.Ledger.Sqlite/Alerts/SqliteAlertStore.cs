using UsageCluster.Actors.Alerts;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Alerts;

/// <inheritdoc cref="IAlertStore"/>
internal sealed class SqliteAlertStore(Reader reader, Writer writer) : IAlertStore
{
    public Task<AlertRow?> FindAlertAsync(string alertId, CancellationToken cancellationToken) =>
        reader.RunAsync(session => AlertRows.Find(session, alertId), cancellationToken);

    public Task<PageOf<AlertRow>> ListAlertsAsync(string? companyId, string? atsId, PageRequest page, CancellationToken cancellationToken) =>
        reader.RunAsync(session => AlertRows.List(session, companyId, atsId, page), cancellationToken);

    public Task<StoreWrite> CreateAlertAsync(AlertRow alert, AuditRecord audit, CancellationToken cancellationToken) =>
        writer.RunAsync(session => AlertRows.Create(session, alert, audit), 1, cancellationToken);

    public Task<StoreWrite> ChangeAlertAsync(
        string alertId, Func<AlertRow, AlertRow?> change, Func<AlertRow, AlertRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        writer.RunAsync(session => AlertRows.Change(session, alertId, change, audit), 1, cancellationToken);

    public Task<StoreWrite> DeleteAlertAsync(string alertId, Func<AlertRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        writer.RunAsync(session => AlertRows.Delete(session, alertId, audit), 1, cancellationToken);

    public async Task<IReadOnlyList<AlertLook>?> FindLooksAsync(AlertSweepRequest request, CancellationToken cancellationToken) =>
        await reader.RunAsync(session => AlertSweep.Find(session, request), cancellationToken);

    public Task SaveLooksAsync(IReadOnlyList<SeenAlert> looks, CalendarMonth oldest, CancellationToken cancellationToken) =>
        writer.RunAsync(session => AlertSweep.KeepSeen(session, looks, oldest), 1 + looks.Count, cancellationToken);

    public Task<bool> FireAsync(AlertFiring firing, CancellationToken cancellationToken) =>
        writer.RunAsync(session => AlertSweep.KeepFired(session, firing), 2, cancellationToken);

    public Task ReleaseSweepAsync(string holder, CancellationToken cancellationToken) => Task.CompletedTask;
}
