using Microsoft.AspNetCore.Http;

namespace UsageCluster.Gateway.Responses;

/// <summary>Sends an answer that is made while it is sent. It has no entity tag and no length.</summary>
internal static class StreamedAnswer
{
    /// <summary>Sends what <paramref name="write"/> writes, coded; of a HEAD request the headers alone.</summary>
    public static async Task WriteAsync(HttpContext context, string contentType, ContentCoding coding, Func<Stream, CancellationToken, Task> write)
    {
        var response = context.Response;
        ReadHeaders.Set(response);
        response.ContentType = contentType;
        if (coding != ContentCoding.Identity)
            response.Headers.ContentEncoding = CodingNegotiation.HeaderOf(coding);
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        if (coding == ContentCoding.Identity)
        {
            await write(response.Body, context.RequestAborted);
            return;
        }

        await using var coded = CodingNegotiation.Wrap(response.Body, coding);
        await write(coded, context.RequestAborted);
    }
}
