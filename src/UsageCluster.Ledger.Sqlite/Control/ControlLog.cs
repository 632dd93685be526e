using UsageCluster.Actors.Control;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Control;

/// <summary>The revision that every write to the control plane adds to, with the rows that changed, for caches to forget.</summary>
internal sealed class ControlLog(SqliteStoreOptions options)
{
    /// <summary>Counts a change of these rows.</summary>
    public void Changed(Session session, params ReadOnlySpan<ControlChange> changes)
    {
        var revision = session.FindInteger("UPDATE control_revision SET revision = revision + 1 RETURNING revision")!.Value;
        foreach (var change in changes)
        {
            session.Execute(
                "INSERT INTO change_log (revision, kind, id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", revision, (int)change.Kind, change.Id);
        }

        session.Execute("DELETE FROM change_log WHERE revision <= ?1", revision - options.RevisionsKept);
    }

    public ControlChanges Since(Session session, long revision)
    {
        var current = session.FindInteger("SELECT revision FROM control_revision")!.Value;
        if (revision < 0 || revision == current)
            return new ControlChanges(current, []);
        // A revision ahead of the store's is of another store, or of one that was restored since.
        if (revision > current || revision < current - options.RevisionsKept)
            return new ControlChanges(current, null);
        var changes = session.Query(
            "SELECT DISTINCT kind, id FROM change_log WHERE revision > ?1 ORDER BY kind, id LIMIT ?2",
            row => new ControlChange((ControlKind)row.GetInt32(0), row.GetString(1)),
            revision,
            options.ChangesMax + 1L);
        return new ControlChanges(current, changes.Count > options.ChangesMax ? null : changes);
    }
}
