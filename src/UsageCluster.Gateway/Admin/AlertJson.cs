using System.Text.Json;
using UsageCluster.Actors.Alerts;

namespace UsageCluster.Gateway.Admin;

/// <summary>Alerts as the administration writes them.</summary>
internal static class AlertJson
{
    /// <summary>Millionths of a percent in the unit of <see cref="AlertMeasure.AllowanceShare"/>.</summary>
    public const int MicroPerShare = 1_000;

    /// <summary>The alert.</summary>
    public static string Whole(AlertRow alert) => AdminAnswer.Write(json =>
    {
        json.WriteString("id", alert.AlertId);
        json.WriteString("name", alert.Name);
        WriteOwner(json, alert);
        WriteThreshold(json, alert.Threshold);
        json.WriteStartArray("webhookIds");
        foreach (var webhookId in alert.WebhookIds)
            json.WriteStringValue(webhookId);
        json.WriteEndArray();
        json.WriteString("createdAt", alert.CreatedAt.ToString());
    });

    /// <summary><c>companyId</c> or <c>atsId</c>.</summary>
    public static void WriteOwner(Utf8JsonWriter json, AlertRow alert)
    {
        if (alert.AtsId is { } atsId)
            json.WriteString("atsId", atsId);
        else
            json.WriteString("companyId", alert.CompanyId);
    }

    /// <summary><c>allowancePercent</c>, or <c>quantity</c> and <c>unit</c>.</summary>
    public static void WriteThreshold(Utf8JsonWriter json, AlertThreshold threshold)
    {
        if (threshold.Measure == AlertMeasure.AllowanceShare)
        {
            PlanJson.WriteMicro(json, "allowancePercent", threshold.Amount * MicroPerShare);
            return;
        }

        PlanJson.WriteMicro(json, "quantity", threshold.Amount);
        json.WriteString("unit", threshold.Measure == AlertMeasure.Minutes ? "minutes" : "credits");
    }
}
