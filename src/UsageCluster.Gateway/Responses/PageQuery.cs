using UsageCluster.Gateway.Requests;

namespace UsageCluster.Gateway.Responses;

/// <summary>What page of a list a request asks for: by number, or after a cursor.</summary>
/// <param name="Page">The page, from 1; null where a cursor was given.</param>
/// <param name="PageSize">Rows of a page.</param>
/// <param name="After">The cursor as it was given; null: none.</param>
internal readonly record struct PageQuery(int? Page, int PageSize, string? After)
{
    /// <summary>Rows of a page unless asked otherwise.</summary>
    public const int PageSizeDefault = 10;

    /// <summary>The most rows of a page.</summary>
    public const int PageSizeMax = 100;

    /// <summary>Rows before the page; 0 where a cursor was given.</summary>
    public long Offset => ((Page ?? 1) - 1L) * PageSize;

    /// <summary>Reads <c>page</c>, <c>pageSize</c> and <c>after</c>; what is bad is noted in the reader.</summary>
    public static PageQuery Read(QueryReader reader)
    {
        var page = reader.Integer("page", 1, int.MaxValue);
        var pageSize = reader.Integer("pageSize", 1, PageSizeMax) ?? PageSizeDefault;
        var after = reader.Text("after", Cursor.LengthMax, "expected the nextCursor of an answer to the same query.");
        if (page is not null && after is not null)
            reader.Add("after", "stands in place of page: give one of them.");
        return new PageQuery(after is null ? page ?? 1 : null, pageSize, after);
    }

    /// <summary>The row after which the page begins; null: none was given. Throws the problem if the cursor is not one of this query.</summary>
    public Cursor? Position(string query) => After is null ? null : Cursor.Read(After, query);
}
