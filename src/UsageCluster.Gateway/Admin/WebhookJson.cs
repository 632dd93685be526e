using System.Text.Json;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Gateway.Webhooks;

namespace UsageCluster.Gateway.Admin;

/// <summary>Webhooks and deliveries as the administration writes them. No secret leaves here, but for one that was just made.</summary>
internal static class WebhookJson
{
    /// <summary>The webhook.</summary>
    public static string Whole(WebhookRow webhook) => AdminAnswer.Write(json => WriteMembers(json, webhook));

    /// <summary>The webhook with its secret, which is shown this once.</summary>
    public static string Minted(WebhookRow webhook) => AdminAnswer.Write(json =>
    {
        WriteMembers(json, webhook);
        json.WriteString("secret", WebhookSignature.Text(webhook.Secret));
    });

    /// <summary>A delivery with what is sent.</summary>
    public static string Delivery(DeliveryRow delivery) => AdminAnswer.Write(json =>
    {
        json.WriteString("id", delivery.DeliveryId);
        json.WriteString("webhookId", delivery.WebhookId);
        json.WriteString("eventId", delivery.EventId);
        json.WriteString("type", delivery.EventType);
        json.WriteString("state", Word(delivery.State));
        json.WriteNumber("attempts", delivery.Attempts);
        json.WriteString("createdAt", delivery.CreatedAt.ToString());
        json.WriteString("nextAttemptAt", delivery.State == DeliveryState.Pending ? delivery.NextAttemptAt.ToString() : null);
        json.WriteString("lastAttemptAt", delivery.LastAttemptAt?.ToString());
        if (delivery.LastStatus is { } status)
            json.WriteNumber("lastStatus", status);
        else
            json.WriteNull("lastStatus");
        json.WriteString("lastError", delivery.LastError);
        json.WriteString("deliveredAt", delivery.DeliveredAt?.ToString());
        json.WritePropertyName("event");
        json.WriteRawValue(delivery.Body, skipInputValidation: true);
    });

    /// <summary>What became of a test.</summary>
    public static void WriteAnswer(Utf8JsonWriter json, string webhookId, string deliveryId, WebhookAnswer answer)
    {
        json.WriteString("webhookId", webhookId);
        json.WriteString("deliveryId", deliveryId);
        json.WriteBoolean("delivered", answer.Error is null);
        if (answer.Status is { } status)
            json.WriteNumber("status", status);
        else
            json.WriteNull("status");
        json.WriteString("error", answer.Error);
        json.WriteString("response", answer.Response);
    }

    /// <summary>A state as JSON and queries write it.</summary>
    public static string Word(DeliveryState state) => state switch
    {
        DeliveryState.Pending => "pending",
        DeliveryState.Delivered => "delivered",
        DeliveryState.Dead => "dead",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state of a delivery."),
    };

    private static void WriteMembers(Utf8JsonWriter json, WebhookRow webhook)
    {
        json.WriteString("id", webhook.WebhookId);
        json.WriteString("url", webhook.Url);
        json.WriteString("description", webhook.Description);
        json.WriteBoolean("disabled", webhook.Disabled);
        json.WriteString("createdAt", webhook.CreatedAt.ToString());
        json.WriteString("previousSecretUntil", webhook.PreviousSecretUntil?.ToString());
    }
}
