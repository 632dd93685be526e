using Microsoft.AspNetCore.Http;

namespace UsageCluster.Gateway.Responses;

/// <summary>
/// Sends rows as they are made. The answer has no entity tag and no length: it is whole when it ends as HTTP says, and one that cannot go on is cut off.
/// </summary>
internal static class StreamedAnswer
{
    /// <summary>
    /// Sends what <paramref name="write"/> writes of the rows, coded; of a HEAD request the headers alone. The first row is made before anything is sent,
    /// so that a failure until then can still be told.
    /// </summary>
    public static async Task WriteAsync<T>(
        HttpContext context, string contentType, IAsyncEnumerable<T> rows, Func<Stream, IAsyncEnumerable<T>, CancellationToken, Task> write)
    {
        var coding = CodingNegotiation.Choose(context.Request.Headers.AcceptEncoding);
        var response = context.Response;
        var isHead = HttpMethods.IsHead(context.Request.Method);
        await using var all = rows.GetAsyncEnumerator(context.RequestAborted);
        var hasFirst = !isHead && await all.MoveNextAsync();
        ReadHeaders.Set(response);
        response.ContentType = contentType;
        if (coding != ContentCoding.Identity)
            response.Headers.ContentEncoding = CodingNegotiation.HeaderOf(coding);
        if (isHead)
            return;
        if (coding == ContentCoding.Identity)
        {
            await write(response.Body, FromFirstAsync(all, hasFirst), context.RequestAborted);
            return;
        }

        await using var coded = CodingNegotiation.Wrap(response.Body, coding);
        await write(coded, FromFirstAsync(all, hasFirst), context.RequestAborted);
    }

    private static async IAsyncEnumerable<T> FromFirstAsync<T>(IAsyncEnumerator<T> rows, bool hasCurrent)
    {
        for (; hasCurrent; hasCurrent = await rows.MoveNextAsync())
            yield return rows.Current;
    }
}
