using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Control;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Control;

/// <summary>Pages of lists.</summary>
internal static class Pages
{
    /// <summary>
    /// A page of a query that takes the filter's values, as the count does, and then the page's size and its offset: <c>?1</c> and <c>?2</c> without a filter.
    /// </summary>
    public static PageOf<T> Page<T>(
        this Session session, string count, string select, Func<SqliteDataReader, T> read, PageRequest page, params object?[] filter)
    {
        // SQLite takes a negative limit for none.
        ArgumentOutOfRangeException.ThrowIfLessThan(page.Page, 1, nameof(page));
        ArgumentOutOfRangeException.ThrowIfLessThan(page.PageSize, 1, nameof(page));
        return new PageOf<T>(session.Query(select, read, [.. filter, page.PageSize, page.Offset]), session.FindInteger(count, filter)!.Value);
    }
}
