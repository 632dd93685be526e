using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Control;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Control;

/// <summary>Pages of lists.</summary>
internal static class Pages
{
    /// <summary>A page of a query that takes the page's size as <c>?1</c> and its offset as <c>?2</c>.</summary>
    public static PageOf<T> Page<T>(this Session session, string count, string select, Func<SqliteDataReader, T> read, PageRequest page) =>
        new(session.Query(select, read, page.PageSize, page.Offset), session.FindInteger(count)!.Value);
}
