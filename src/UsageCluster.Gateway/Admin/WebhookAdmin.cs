using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Alerts;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Webhooks;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/webhooks</c>.</summary>
internal sealed class WebhookAdmin(
    IWebhookStore store, WebhookSender sender, DeliverySignal signal, WebhooksOptions webhooks, GatewayOptions options, TimeProvider time)
{
    private const int IdDigits = 24;
    private const int OverlapSecondsDefault = 86_400;
    private const int OverlapSecondsMax = 2_592_000;

    public async Task ListAsync(HttpContext context)
    {
        var page = AdminAnswer.Page(context);
        await AdminAnswer.WritePageAsync(context, page, await store.ListWebhooksAsync(page, context.RequestAborted), WebhookJson.Whole);
    }

    public async Task GetAsync(HttpContext context) =>
        await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, WebhookJson.Whole(await RequireAsync(store, context)));

    public async Task PostAsync(HttpContext context)
    {
        var asked = WebhookBody.Read(await AdminBody.ReadAsync(context, options), webhooks);
        var now = Instant.From(time.GetUtcNow());
        var webhook = new WebhookRow
        {
            WebhookId = "wh_" + RandomNumberGenerator.GetHexString(IdDigits, lowercase: true),
            Url = asked.Url,
            Description = asked.Description,
            Disabled = asked.Disabled,
            Secret = WebhookSignature.NewSecret(),
            CreatedAt = now,
        };
        var stamp = AdminRequest.Stamp(context, "webhook.create", "webhooks/" + webhook.WebhookId);
        await store.CreateWebhookAsync(webhook, stamp.Record(now, null, WebhookJson.Whole(webhook)), context.RequestAborted);
        context.Response.Headers.Location = "/admin/webhooks/" + webhook.WebhookId;
        await AdminAnswer.WriteAsync(context, StatusCodes.Status201Created, WebhookJson.Minted(webhook));
    }

    public async Task PutAsync(HttpContext context)
    {
        var asked = WebhookBody.Read(await AdminBody.ReadAsync(context, options), webhooks);
        var after = await ChangeAsync(
            context, "webhook.put", before => before with { Url = asked.Url, Description = asked.Description, Disabled = asked.Disabled });
        // What has waited for it to be enabled goes at once.
        signal.Raise();
        await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, WebhookJson.Whole(after));
    }

    public async Task RotateAsync(HttpContext context)
    {
        var fields = await AdminBody.ReadAsync(context, options);
        var overlapSeconds = fields.Integer("overlapSeconds", required: false, 0, OverlapSecondsMax) ?? OverlapSecondsDefault;
        fields.ThrowIfBad();
        var until = Instant.From(time.GetUtcNow()).Plus(TimeSpan.FromSeconds(overlapSeconds));
        var after = await ChangeAsync(context, "webhook.rotate", before => before with
        {
            Secret = WebhookSignature.NewSecret(),
            PreviousSecret = overlapSeconds > 0 ? before.Secret : null,
            PreviousSecretUntil = overlapSeconds > 0 ? until : null,
        });
        await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, WebhookJson.Minted(after));
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var webhookId = AdminPath.Token(context, "id");
        var now = Instant.From(time.GetUtcNow());
        var stamp = AdminRequest.Stamp(context, "webhook.delete");
        var written = await store.DeleteWebhookAsync(webhookId, before => stamp.Record(now, WebhookJson.Whole(before), null), context.RequestAborted);
        if (written == StoreWrite.InUse)
            throw new ProblemException(ErrorCodes.WebhookInUse, $"Alerts name the webhook '{webhookId}': change or delete them before.");
        if (written == StoreWrite.NotFound)
            throw NotFound(webhookId);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Sends an event now and answers what the target said. Nothing is queued.</summary>
    public async Task TestAsync(HttpContext context)
    {
        var webhook = await RequireAsync(store, context);
        var eventId = AlertEvent.NewId();
        var deliveryId = AlertEvent.DeliveryId(eventId, webhook.WebhookId);
        var body = AlertEvent.OfWebhook(eventId, Instant.From(time.GetUtcNow()), webhook.WebhookId);
        var answer = await sender.SendAsync(webhook, deliveryId, body, context.RequestAborted);
        await AdminAnswer.WriteAsync(
            context, StatusCodes.Status200OK, AdminAnswer.Write(json => WebhookJson.WriteAnswer(json, webhook.WebhookId, deliveryId, answer)));
    }

    /// <summary>The webhook that the path names; a <see cref="ProblemException"/> with 404 where there is none.</summary>
    public static async Task<WebhookRow> RequireAsync(IWebhookStore store, HttpContext context)
    {
        var webhookId = AdminPath.Token(context, "id");
        return await store.FindWebhookAsync(webhookId, context.RequestAborted) ?? throw NotFound(webhookId);
    }

    private static ProblemException NotFound(string webhookId) => new(ErrorCodes.WebhookNotFound, $"There is no webhook '{webhookId}'.");

    private async Task<WebhookRow> ChangeAsync(HttpContext context, string action, Func<WebhookRow, WebhookRow> change)
    {
        var webhookId = AdminPath.Token(context, "id");
        var now = Instant.From(time.GetUtcNow());
        var stamp = AdminRequest.Stamp(context, action, "webhooks/" + webhookId);
        WebhookRow? result = null;
        var written = await store.ChangeWebhookAsync(
            webhookId,
            before => (result = change(before)) == before ? null : result,
            (before, after) => stamp.Record(now, WebhookJson.Whole(before), WebhookJson.Whole(after)),
            context.RequestAborted);
        return written == StoreWrite.NotFound ? throw NotFound(webhookId) : result!;
    }
}
