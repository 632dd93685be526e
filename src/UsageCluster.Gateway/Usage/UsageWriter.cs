using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Usage;

/// <summary>Sends answers of <c>GET</c> and <c>HEAD /billing/usage</c>.</summary>
internal static class UsageWriter
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>Sends a JSON answer, or 304 if the client has it.</summary>
    public static Task WriteAsync(HttpContext context, UsageAnswer answer, ContentCoding coding)
    {
        var response = context.Response;
        var tag = answer.Tags.Of(coding);
        ReadHeaders.Set(response);
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
