using UsageCluster.Actors.Alerts;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Control;

namespace UsageCluster.Ledger.Postgres.Alerts;

/// <inheritdoc cref="IAlertStore"/>
internal sealed class PostgresAlertStore(Database database, ChangeLog changes) : IAlertStore
{
    public Task<AlertRow?> FindAlertAsync(string alertId, CancellationToken cancellationToken) =>
        database.ReadAsync(c => AlertRows.FindAsync(c, alertId, cancellationToken), cancellationToken);

    public Task<PageOf<AlertRow>> ListAlertsAsync(string? companyId, string? atsId, PageRequest page, CancellationToken cancellationToken) =>
        database.ReadAsync(c => AlertRows.ListAsync(c, companyId, atsId, page, cancellationToken), cancellationToken);

    public Task<StoreWrite> CreateAlertAsync(AlertRow alert, AuditRecord audit, CancellationToken cancellationToken) =>
        database.WriteControlAsync(changes, t => AlertRows.CreateAsync(t, alert, audit, cancellationToken), cancellationToken);

    public Task<StoreWrite> ChangeAlertAsync(
        string alertId, Func<AlertRow, AlertRow?> change, Func<AlertRow, AlertRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        database.WriteControlAsync(changes, t => AlertRows.ChangeAsync(t, alertId, change, audit, cancellationToken), cancellationToken);

    public Task<StoreWrite> DeleteAlertAsync(string alertId, Func<AlertRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        database.WriteControlAsync(changes, t => AlertRows.DeleteAsync(t, alertId, audit, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<AlertLook>?> FindLooksAsync(AlertSweepRequest request, CancellationToken cancellationToken) =>
        await database.WriteAsync(c => AlertSweep.FindAsync(c, request, cancellationToken), cancellationToken);

    public Task SaveLooksAsync(IReadOnlyList<SeenAlert> looks, CalendarMonth oldest, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AlertSweep.SaveAsync(c, looks, oldest, cancellationToken), cancellationToken);

    public Task<bool> FireAsync(AlertFiring firing, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AlertSweep.FireAsync(c, firing, cancellationToken), cancellationToken);

    public Task ReleaseSweepAsync(string holder, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AlertSweep.ReleaseAsync(c, holder, cancellationToken), cancellationToken);
}
