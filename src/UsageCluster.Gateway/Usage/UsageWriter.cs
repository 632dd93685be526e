using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using UsageCluster.Core.Reports;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Usage;

/// <summary>Sends answers of <c>GET</c> and <c>HEAD /billing/usage</c>.</summary>
internal static class UsageWriter
{
    private const string CacheControl = "private, no-cache";
    private const string Vary = "Authorization, X-API-Key, Accept, Accept-Encoding";
    private const int FlushBytes = 64 * 1024;

    /// <summary>Sends a JSON answer, or 304 if the client has it.</summary>
    public static Task WriteAsync(HttpContext context, UsageAnswer answer, ContentCoding coding)
    {
        var response = context.Response;
        var tag = answer.Tags.Of(coding);
        SetHeaders(response);
        response.Headers.ETag = tag;
        var ifNoneMatch = context.Request.Headers.IfNoneMatch;
        if (ifNoneMatch.Count > 0 && EntityTags.Matches(ifNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = "application/json";
        if (coding == ContentCoding.Identity)
        {
            response.ContentLength = answer.Length;
            return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : WritePartsAsync(response.BodyWriter, answer, context.RequestAborted);
        }

        response.Headers.ContentEncoding = CodingNegotiation.HeaderOf(coding);
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : WriteCodedAsync(context, answer, coding);
    }

    /// <summary>Sends an answer that is made while it is sent. It has no entity tag.</summary>
    public static async Task StreamAsync(
        HttpContext context,
        string contentType,
        IReadOnlyList<NamedCompanyReport> companies,
        ContentCoding coding,
        Func<Stream, IReadOnlyList<NamedCompanyReport>, CancellationToken, Task> write)
    {
        var response = context.Response;
        SetHeaders(response);
        response.ContentType = contentType;
        if (coding != ContentCoding.Identity)
            response.Headers.ContentEncoding = CodingNegotiation.HeaderOf(coding);
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        if (coding == ContentCoding.Identity)
        {
            await write(response.Body, companies, context.RequestAborted);
            return;
        }

        await using var coded = CodingNegotiation.Wrap(response.Body, coding);
        await write(coded, companies, context.RequestAborted);
    }

    private static void SetHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = CacheControl;
        response.Headers.Vary = Vary;
    }

    private static async Task WritePartsAsync(PipeWriter writer, UsageAnswer answer, CancellationToken cancellationToken)
    {
        for (var i = 0; i < answer.PartCount; i++)
        {
            answer.WritePart(i, writer);
            if (writer.UnflushedBytes >= FlushBytes)
                await writer.FlushAsync(cancellationToken);
        }

        await writer.FlushAsync(cancellationToken);
    }

    private static async Task WriteCodedAsync(HttpContext context, UsageAnswer answer, ContentCoding coding)
    {
        await using var coded = CodingNegotiation.Wrap(context.Response.Body, coding);
        var writer = PipeWriter.Create(coded, new StreamPipeWriterOptions(leaveOpen: true));
        await WritePartsAsync(writer, answer, context.RequestAborted);
        await writer.CompleteAsync();
    }
}
