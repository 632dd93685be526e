using Npgsql;
using UsageCluster.Actors.Control;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Control;

/// <summary>
/// A change of the control plane in progress. It holds the revision's row from its begin on, so that changes are serial: what one reads
/// still holds when it commits. Lock order everywhere: revision, rates, head.
/// </summary>
internal sealed class ControlTransaction
{
    private readonly List<ControlChange> _changed = [];
    private AuditRecord? _audit;

    private ControlTransaction(NpgsqlConnection connection) => Connection = connection;

    /// <summary>The connection, in a transaction.</summary>
    public NpgsqlConnection Connection { get; }

    public static async Task<ControlTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("SELECT 1 FROM usage.control_revision FOR UPDATE", cancellationToken);
        return new ControlTransaction(connection);
    }

    /// <summary>Notes a changed row for the change log.</summary>
    public void Changed(ControlKind kind, string id) => _changed.Add(new ControlChange(kind, id));

    /// <summary>Notes the audit record.</summary>
    public void Audit(AuditRecord record) => _audit = record;

    /// <summary>Writes what was noted, before the commit.</summary>
    public async Task WriteLogAsync(ChangeLog log, CancellationToken cancellationToken)
    {
        if (_changed.Count > 0)
            await log.AddAsync(Connection, _changed, cancellationToken);
        if (_audit is { } record)
            await AuditRows.AddAsync(Connection, record, cancellationToken);
    }
}
