using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Control;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Control;

/// <summary>Pages of lists.</summary>
internal static class Pages
{
    /// <summary>A page of a query that takes the page's size as <c>?1</c> and its offset as <c>?2</c>.</summary>
    public static PageOf<T> Page<T>(this Session session, string count, string select, Func<SqliteDataReader, T> read, PageRequest page)
    {
        // SQLite takes a negative limit for none.
        ArgumentOutOfRangeException.ThrowIfLessThan(page.Page, 1, nameof(page));
        ArgumentOutOfRangeException.ThrowIfLessThan(page.PageSize, 1, nameof(page));
        return new PageOf<T>(session.Query(select, read, page.PageSize, page.Offset), session.FindInteger(count)!.Value);
    }
}
