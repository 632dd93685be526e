using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Gateway.Problems;

/// <summary>The outermost layer: whatever goes wrong inside, and every bare error status, leaves as a problem.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
        }
        catch (Exception failure)
        {
            await HandleAsync(context, failure);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
            await WriteBareStatusAsync(context);
    }

    private async Task HandleAsync(HttpContext context, Exception failure)
    {
        if (context.RequestAborted.IsCancellationRequested && failure is OperationCanceledException or IOException or ConnectionResetException)
        {
            // Nobody is there to read an answer.
            context.Abort();
            return;
        }

        var problem = Explain(context, failure);
        if (context.Response.HasStarted)
        {
            // The client must not take what was sent for the whole.
            LogMessages.AnswerCutOff(logger, failure, context.Request.Method, context.Request.Path);
            context.Abort();
            return;
        }

        ClearAnswer(context.Response);
        await ProblemWriter.WriteAsync(context, problem.Code, problem.Message, problem.Fields);
    }

    private ProblemException Explain(HttpContext context, Exception failure)
    {
        switch (failure)
        {
            case ProblemException problem:
                return problem;
            case BadHttpRequestException bad:
                return ExplainBadRequest(bad);
            case UnknownCompanyException unknown:
                return new ProblemException(ErrorCodes.CompanyNotFound, unknown.Message);
            case RetryableException { Failure: RetryableFailure.Overloaded }:
                return new ProblemException(ErrorCodes.Overloaded, "Too much is queued. Send the request again later.");
            case RetryableException retryable:
                LogMessages.Unavailable(logger, retryable, context.Request.Method, context.Request.Path, retryable.Failure);
                return new ProblemException(ErrorCodes.Unavailable, ExplainRetryable(retryable));
            case LedgerUnavailableException unavailable:
                LogMessages.Unavailable(logger, unavailable, context.Request.Method, context.Request.Path, RetryableFailure.Unavailable);
                return new ProblemException(ErrorCodes.Unavailable, ExplainStore(unavailable.Failure));
            case OverflowException:
                // Domain rule 1: a figure that 64 bits cannot hold is an error. What is stored adds up to it; the server has no defect.
                LogMessages.FigureTooLarge(logger, failure, context.Request.Method, context.Request.Path);
                return new ProblemException(ErrorCodes.QuantityOverflow, "A figure of the answer is beyond what can be counted exactly.");
            default:
                var traceId = ProblemWriter.TraceId(context);
                LogMessages.RequestFailed(logger, failure, context.Request.Method, context.Request.Path, traceId);
                return new ProblemException(ErrorCodes.InternalError, "The request failed for a reason that is logged under the traceId.");
        }
    }

    private static string ExplainRetryable(RetryableException retryable) => retryable.Failure switch
    {
        RetryableFailure.Fenced => "The company has just moved to another activation. Send the request again.",
        RetryableFailure.UnknownOutcome => "Whether the write took place is not known yet. Send the request again: what was booked answers as a duplicate.",
        RetryableFailure.ShuttingDown => "The server is shutting down. Send the request again.",
        _ => ExplainStore((retryable.InnerException as LedgerUnavailableException)?.Failure ?? StoreFailure.Other),
    };

    /// <summary>What a client may know of it: not where the store lies, nor what it was asked.</summary>
    private static string ExplainStore(StoreFailure failure) => failure switch
    {
        StoreFailure.Unreachable => "The store cannot be reached. Send the request again later.",
        StoreFailure.TimedOut => "The store did not answer in time. Send the request again later.",
        StoreFailure.NoRoom => "The store has no room left. Send the request again later.",
        StoreFailure.Busy => "The store takes no more connections now. Send the request again later.",
        StoreFailure.ReadOnly => "The store takes no writes now. Send the request again later.",
        StoreFailure.Contended => "What the call rests on changed again and again. Send the request again.",
        _ => "The store, or the company, cannot be used now. Send the request again later.",
    };

    private static ProblemException ExplainBadRequest(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new ProblemException(ErrorCodes.BodyTooLarge, "The body is longer than this endpoint takes."),
        StatusCodes.Status408RequestTimeout => new ProblemException(ErrorCodes.RequestTimeout, "The body arrived too slowly."),
        StatusCodes.Status415UnsupportedMediaType => new ProblemException(ErrorCodes.UnsupportedMediaType, "The media type is not one that this endpoint reads."),
        _ => new ProblemException(ErrorCodes.InvalidRequest, "The request is not well-formed HTTP."),
    };

    private static Task WriteBareStatusAsync(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => ProblemWriter.WriteAsync(context, ErrorCodes.Unauthorized, "The request carries no key that is taken."),
        StatusCodes.Status403Forbidden => ProblemWriter.WriteAsync(context, ErrorCodes.InsufficientScope, "The key may not do this."),
        StatusCodes.Status404NotFound => ProblemWriter.WriteAsync(context, ErrorCodes.NotFound, "No endpoint answers at this path."),
        StatusCodes.Status405MethodNotAllowed => ProblemWriter.WriteAsync(
            context, ErrorCodes.MethodNotAllowed, $"This path answers {context.Response.Headers.Allow} only."),
        StatusCodes.Status406NotAcceptable => ProblemWriter.WriteAsync(context, ErrorCodes.NotAcceptable, "No representation fits what the request accepts."),
        StatusCodes.Status413PayloadTooLarge => ProblemWriter.WriteAsync(context, ErrorCodes.BodyTooLarge, "The body is longer than this endpoint takes."),
        StatusCodes.Status415UnsupportedMediaType => ProblemWriter.WriteAsync(
            context, ErrorCodes.UnsupportedMediaType, "The media type is not one that this endpoint reads."),
        StatusCodes.Status429TooManyRequests => ProblemWriter.WriteAsync(context, ErrorCodes.Overloaded, "Too many requests. Send the request again later."),
        StatusCodes.Status503ServiceUnavailable => ProblemWriter.WriteAsync(context, ErrorCodes.Unavailable, "The service is unavailable."),
        _ => Task.CompletedTask,
    };

    private static void ClearAnswer(HttpResponse response)
    {
        response.Clear();
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
