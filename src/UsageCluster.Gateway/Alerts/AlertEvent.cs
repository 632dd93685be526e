using System.Security.Cryptography;
using System.Text.Json;
using UsageCluster.Actors.Alerts;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Admin;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Usage;

namespace UsageCluster.Gateway.Alerts;

/// <summary>Events as webhooks are sent them.</summary>
internal static class AlertEvent
{
    public const string Fired = "usage.alert";
    public const string AlertTest = "usage.alert.test";
    public const string WebhookTest = "webhook.test";

    private const int IdBytes = 16;

    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");

    /// <summary>A new event's id.</summary>
    public static string NewId() => "evt_" + RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true);

    /// <summary>The id of an event's delivery to a webhook.</summary>
    public static string DeliveryId(string eventId, string webhookId) => eventId + "_" + webhookId;

    /// <summary>The body of an event about an alert.</summary>
    public static string OfAlert(string type, string id, Instant at, AlertRow alert, CalendarMonth period, AlertReading reading) => Write(type, id, at, json =>
    {
        json.WriteString("alertId", alert.AlertId);
        json.WriteString("alertName", alert.Name);
        AlertJson.WriteOwner(json, alert);
        json.WriteString("period", period.ToString());
        AlertJson.WriteThreshold(json, alert.Threshold);
        if (alert.Threshold.Measure == AlertMeasure.AllowanceShare)
            json.WriteString("unit", UsageJson.Word(reading.Unit));
        ExactNumber.WriteQuantity(json, Value, reading.Unit, reading.Used);
        if (reading.AllowanceMicro is { } allowance)
            PlanJson.WriteMicro(json, "allowance", allowance);
    });

    /// <summary>The body of an event that says no more than that events arrive.</summary>
    public static string OfWebhook(string id, Instant at, string webhookId) => Write(WebhookTest, id, at, json => json.WriteString("webhookId", webhookId));

    /// <summary>Where there is no allowance yet.</summary>
    public static AlertReading Nothing => new(BillingSystem.Minutes, 0, 0);

    private static string Write(string type, string id, Instant at, Action<Utf8JsonWriter> data) => AdminAnswer.Write(json =>
    {
        json.WriteString("type", type);
        json.WriteString("id", id);
        json.WriteString("timestamp", at.ToString());
        json.WriteStartObject("data");
        data(json);
        json.WriteEndObject();
    });
}
