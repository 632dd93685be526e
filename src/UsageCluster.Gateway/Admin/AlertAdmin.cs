using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Alerts;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Alerts;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Webhooks;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/alerts</c>.</summary>
internal sealed class AlertAdmin(
    IAlertStore store, IWebhookStore webhooks, AlertReader reader, WebhookSender sender, GatewayOptions options, TimeProvider time)
{
    private const int IdDigits = 24;

    public async Task ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request);
        var (companyId, atsId) = (query.Token("companyId"), query.Token("atsId"));
        query.ThrowIfBad();
        var page = AdminAnswer.Page(context);
        await AdminAnswer.WritePageAsync(context, page, await store.ListAlertsAsync(companyId, atsId, page, context.RequestAborted), AlertJson.Whole);
    }

    public async Task GetAsync(HttpContext context) =>
        await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, AlertJson.Whole(await RequireAsync(context)));

    public async Task PostAsync(HttpContext context)
    {
        var fields = await AdminBody.ReadAsync(context, options);
        var now = Instant.From(time.GetUtcNow());
        var alertId = fields.Token("id", required: false) ?? "al_" + RandomNumberGenerator.GetHexString(IdDigits, lowercase: true);
        var alert = AlertBody.Read(fields, alertId, now);
        var stamp = AdminRequest.Stamp(context, "alert.create", "alerts/" + alertId);
        var written = await store.CreateAlertAsync(alert, stamp.Record(now, null, AlertJson.Whole(alert)), context.RequestAborted);
        ThrowIfMissing(written, alert);
        if (written == StoreWrite.Unchanged)
        {
            var found = await store.FindAlertAsync(alertId, context.RequestAborted);
            if (found?.HasContentOf(alert) != true)
                throw new ProblemException(ErrorCodes.AlertConflict, $"Another alert has the id '{alertId}'.");
            alert = found;
        }
        else
        {
            context.Response.Headers.Location = "/admin/alerts/" + alertId;
        }

        await AdminAnswer.WriteAsync(
            context, written == StoreWrite.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK, AlertJson.Whole(alert));
    }

    public async Task PutAsync(HttpContext context)
    {
        var alertId = AdminPath.Token(context, "id");
        var now = Instant.From(time.GetUtcNow());
        var asked = AlertBody.Read(await AdminBody.ReadAsync(context, options), alertId, now);
        var stamp = AdminRequest.Stamp(context, "alert.put");
        var result = asked;
        var written = await store.ChangeAlertAsync(
            alertId,
            before =>
            {
                result = asked with { CreatedAt = before.CreatedAt };
                return before.HasContentOf(asked) ? null : result;
            },
            (before, after) => stamp.Record(now, AlertJson.Whole(before), AlertJson.Whole(after)),
            context.RequestAborted);
        ThrowIfMissing(written, asked);
        await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, AlertJson.Whole(result));
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var alertId = AdminPath.Token(context, "id");
        var now = Instant.From(time.GetUtcNow());
        var stamp = AdminRequest.Stamp(context, "alert.delete");
        if (await store.DeleteAlertAsync(alertId, before => stamp.Record(now, AlertJson.Whole(before), null), context.RequestAborted) == StoreWrite.NotFound)
            throw NotFound(alertId);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Sends each webhook an event with the figures of now, and answers what their targets said. Nothing is queued, and the alert has not fired.</summary>
    public async Task TestAsync(HttpContext context)
    {
        var alert = await RequireAsync(context);
        var now = Instant.From(time.GetUtcNow());
        var period = CalendarMonth.At(now);
        var isShare = alert.Threshold.Measure == AlertMeasure.AllowanceShare;
        var figures = await reader.ReadAsync(alert.CompanyId, alert.AtsId, period, isShare, context.RequestAborted);
        var eventId = AlertEvent.NewId();
        var body = AlertEvent.OfAlert(AlertEvent.AlertTest, eventId, now, alert, period, figures?.Read(alert.Threshold.Measure) ?? AlertEvent.Nothing);
        var answers = await Task.WhenAll(alert.WebhookIds.Select(id => TestAsync(id, eventId, body, context.RequestAborted)));
        await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, AdminAnswer.Write(json =>
        {
            json.WritePropertyName("event");
            json.WriteRawValue(body, skipInputValidation: true);
            json.WriteStartArray("results");
            foreach (var (webhookId, answer) in answers.Where(a => a.Answer is not null))
            {
                json.WriteStartObject();
                WebhookJson.WriteAnswer(json, webhookId, AlertEvent.DeliveryId(eventId, webhookId), answer!);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }));
    }

    private static void ThrowIfMissing(StoreWrite written, AlertRow alert)
    {
        switch (written)
        {
            case StoreWrite.NotFound:
                throw NotFound(alert.AlertId);
            case StoreWrite.MissingReference:
                var (field, expected) = alert.AtsId is null ? ("companyId", "there is no such company.") : ("atsId", "there is no such ATS.");
                throw new ProblemException(ErrorCodes.UnknownOwner, $"{field}: {expected}", [new FieldError(field, expected)]);
            case StoreWrite.MissingWebhook:
                const string Missing = "one of the webhooks does not exist.";
                throw new ProblemException(ErrorCodes.UnknownWebhook, "webhookIds: " + Missing, [new FieldError("webhookIds", Missing)]);
        }
    }

    private static ProblemException NotFound(string alertId) => new(ErrorCodes.AlertNotFound, $"There is no alert '{alertId}'.");

    private async Task<AlertRow> RequireAsync(HttpContext context)
    {
        var alertId = AdminPath.Token(context, "id");
        return await store.FindAlertAsync(alertId, context.RequestAborted) ?? throw NotFound(alertId);
    }

    private async Task<(string WebhookId, WebhookAnswer? Answer)> TestAsync(
        string webhookId, string eventId, string body, CancellationToken cancellationToken) =>
        await webhooks.FindWebhookAsync(webhookId, cancellationToken) is { } webhook
            ? (webhookId, await sender.SendAsync(webhook, AlertEvent.DeliveryId(eventId, webhookId), body, cancellationToken))
            : (webhookId, null);
}
