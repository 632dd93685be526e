using System.Text.Json;

namespace UsageCluster.Gateway.Responses;

/// <summary>What an envelope says about its page.</summary>
/// <param name="Asked">What was asked for.</param>
/// <param name="TotalCount">Rows of the whole list.</param>
/// <param name="NextCursor">What continues after this page; null: nothing follows.</param>
internal readonly record struct PageMeta(PageQuery Asked, long TotalCount, string? NextCursor)
{
    /// <summary>Pages of the whole list.</summary>
    public long TotalPages => (TotalCount + Asked.PageSize - 1) / Asked.PageSize;

    /// <summary>Writes the object; <c>page</c> is null on a page after a cursor.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("meta");
        if (Asked.Page is { } page)
            json.WriteNumber("page", page);
        else
            json.WriteNull("page");
        json.WriteNumber("pageSize", Asked.PageSize);
        json.WriteNumber("totalPages", TotalPages);
        json.WriteNumber("totalCount", TotalCount);
        json.WriteString("nextCursor", NextCursor);
        json.WriteEndObject();
    }
}
