using System.Globalization;
using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Companies;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Ingest;

/// <summary>Takes calls that report usage.</summary>
internal sealed class IngestHandler(IngestRecorder recorder, GatewayOptions options, TimeProvider time)
{
    private const string Takes =
        "The body must be application/json, application/x-ndjson, application/cloudevents+json or application/cloudevents-batch+json in UTF-8, uncompressed.";

    private const string MeterTakes =
        "The body must be application/cloudevents+json, application/cloudevents-batch+json or application/json in UTF-8, uncompressed.";

    /// <summary><c>POST /ingest/events</c>.</summary>
    public async Task IngestAsync(HttpContext context)
    {
        var format = IngestMediaType.OfIngest(context.Request) ?? throw new ProblemException(ErrorCodes.UnsupportedMediaType, Takes);
        var results = await TakeAsync(context, format);
        await IngestAnswer.WriteAsync(context.Response, results, context.RequestAborted);
    }

    /// <summary><c>POST /api/v1/events</c>: 204, or 400 with those that were rejected.</summary>
    public async Task MeterAsync(HttpContext context)
    {
        var format = IngestMediaType.OfMeter(context.Request) ?? throw new ProblemException(ErrorCodes.UnsupportedMediaType, MeterTakes);
        var results = await TakeAsync(context, format);
        var rejected = new List<FieldError>();
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i] is { Status: RecordStatus.Rejected } result)
                rejected.Add(new FieldError(Name(i, result, format), $"{result.Code}: {result.Message}"));
        }

        if (rejected.Count > 0)
        {
            throw new ProblemException(
                ErrorCodes.EventsRejected,
                string.Create(CultureInfo.InvariantCulture, $"{rejected.Count} of {results.Length} events were rejected; the others are booked."),
                rejected);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static string Name(int index, in EventResult result, IngestFormat format)
    {
        var one = format is IngestFormat.CloudEvent or IngestFormat.CloudEventBinary;
        var place = one ? "" : string.Create(CultureInfo.InvariantCulture, $"[{index}]");
        return result.Field is null ? (one ? "event" : place) : one ? result.Field : $"{place}.{result.Field}";
    }

    private async Task<EventResult[]> TakeAsync(HttpContext context, IngestFormat format)
    {
        var query = new QueryReader(context.Request);
        var dryRun = query.Boolean("dryRun") ?? false;
        query.ThrowIfBad();

        IngestBody body;
        using (var bytes = await BoundedBody.ReadAsync(context.Request, options.IngestBytesMax, context.RequestAborted))
        {
            var headers = format == IngestFormat.CloudEventBinary ? CloudEventHeaders.Of(context.Request.Headers) : null;
            body = new IngestBodyReader(options.IngestEventsMax, Instant.From(time.GetUtcNow())).Read(bytes.Memory.Span, format, headers);
        }

        if (body.Fault != IngestBodyFault.None)
            throw new ProblemException(body.Fault == IngestBodyFault.TooManyEvents ? ErrorCodes.TooManyEvents : ErrorCodes.InvalidBody, body.Detail!);
        var outcomes = await recorder.RecordAsync(body.Events, Principal.Of(context).Key.BoundCompanies, dryRun, context.RequestAborted);
        var results = new EventResult[outcomes.Length];
        var cloudEvents = format is not (IngestFormat.Json or IngestFormat.JsonLines);
        for (var i = 0; i < results.Length; i++)
            results[i] = EventResult.Of(body.Events[i], outcomes[i], cloudEvents);
        return results;
    }
}
