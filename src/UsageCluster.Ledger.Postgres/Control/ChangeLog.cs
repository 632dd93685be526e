using Npgsql;
using NpgsqlTypes;
using UsageCluster.Actors.Control;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Control;

/// <summary>The revision that every change adds to, with the rows that changed, for caches to forget.</summary>
internal sealed class ChangeLog(int changesMax)
{
    private const string Next = "UPDATE usage.control_revision SET revision = revision + 1 RETURNING revision";

    private const string Insert =
        "INSERT INTO usage.control_changes (revision, kind, id) SELECT $1, k, i FROM unnest($2::smallint[], $3::text[]) AS c (k, i) ON CONFLICT DO NOTHING";

    private const string Prune = "DELETE FROM usage.control_changes WHERE revision <= $1";

    // Asked all the time, and mostly nothing is new: then the changes are not looked at. The planner is told that the revision is one row, since a
    // table of one row that is updated often looks like thousands to it until statistics come.
    internal const string Since =
        """
        SELECT r.revision, c.kind, c.id
        FROM (SELECT revision FROM usage.control_revision LIMIT 1) r
        LEFT JOIN LATERAL (
            SELECT DISTINCT kind, id FROM usage.control_changes
            WHERE revision > $1 AND r.revision > $1 AND $1 >= r.revision - $2
            ORDER BY kind, id LIMIT $3
        ) c ON true
        """;

    private readonly int _revisionsKept = 10 * changesMax;

    /// <summary>Counts a change of these rows.</summary>
    public async Task AddAsync(NpgsqlConnection connection, IReadOnlyList<ControlChange> changed, CancellationToken cancellationToken)
    {
        var revision = await connection.ScalarAsync<long>(Next, cancellationToken);
        await connection.ExecuteAsync(
            Insert,
            cancellationToken,
            Sql.BigInt(revision),
            Sql.Array(changed.Select(c => (short)c.Kind).ToArray()),
            Sql.Array(NpgsqlDbType.Text, changed.Select(c => c.Id).ToArray()));
        await connection.ExecuteAsync(Prune, cancellationToken, Sql.BigInt(revision - _revisionsKept));
    }

    /// <summary>See <see cref="Actors.Ports.IControlStore.ChangesSinceAsync"/>.</summary>
    public async Task<ControlChanges> SinceAsync(NpgsqlConnection connection, long revision, CancellationToken cancellationToken)
    {
        var rows = await connection.ListAsync(
            Since,
            r => (Revision: r.GetInt64(0), Change: r.IsDBNull(1) ? (ControlChange?)null : new ControlChange((ControlKind)r.GetInt16(1), r.GetString(2))),
            cancellationToken,
            Sql.BigInt(revision),
            Sql.BigInt(_revisionsKept),
            Sql.BigInt(changesMax + 1L));
        var current = rows[0].Revision;
        if (revision < 0)
            return new ControlChanges(current, []);
        // A revision ahead of the store's is another store's, or of one that was restored since.
        if (revision > current || revision < current - _revisionsKept || rows.Count > changesMax)
            return new ControlChanges(current, null);
        return new ControlChanges(current, [.. rows.Where(r => r.Change is not null).Select(r => r.Change!.Value)]);
    }
}
