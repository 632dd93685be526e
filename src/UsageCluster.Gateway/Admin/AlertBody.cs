using System.Globalization;
using UsageCluster.Actors.Alerts;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Admin;

/// <summary>The body of <c>POST /admin/alerts</c> and <c>PUT /admin/alerts/{id}</c>.</summary>
internal static class AlertBody
{
    private const int WebhooksMax = 20;

    private static readonly string[] Units = ["minutes", "credits"];

    /// <summary>The alert that is asked for.</summary>
    public static AlertRow Read(FieldReader fields, string alertId, Instant now)
    {
        var name = fields.Name("name");
        var companyId = fields.Token("companyId", required: false);
        var atsId = fields.Token("atsId", required: false);
        if (fields.Has("companyId") == fields.Has("atsId"))
            fields.Add("companyId", "expected either companyId or atsId.");
        var threshold = ReadThreshold(fields);
        var webhookIds = fields.Texts("webhookIds", required: true, WebhooksMax, static id => Identifiers.IsToken(id), "expected a webhook's id.");
        if (webhookIds is [])
            fields.Add("webhookIds", string.Create(CultureInfo.InvariantCulture, $"expected 1 to {WebhooksMax} ids."));
        fields.ThrowIfBad();
        return new AlertRow
        {
            AlertId = alertId,
            Name = name!,
            CompanyId = companyId,
            AtsId = atsId,
            Threshold = threshold,
            WebhookIds = [.. webhookIds!.Order(StringComparer.Ordinal)],
            CreatedAt = now,
        };
    }

    private static AlertThreshold ReadThreshold(FieldReader fields)
    {
        if (!fields.Has("quantity"))
        {
            fields.Skip("quantity");
            fields.Forbid("unit", "belongs to quantity.");
            return new AlertThreshold(AlertMeasure.AllowanceShare, ReadShare(fields));
        }

        fields.Forbid("allowancePercent", "expected either allowancePercent or quantity.");
        var quantity = fields.Micro("quantity");
        if (quantity == 0)
            fields.Add("quantity", "must be more than 0.");
        var unit = fields.Word("unit", Units);
        return new AlertThreshold(unit == Units[0] ? AlertMeasure.Minutes : AlertMeasure.Credits, quantity ?? 0);
    }

    private static long ReadShare(FieldReader fields)
    {
        if (!fields.Has("allowancePercent"))
            fields.Add("allowancePercent", "expected either allowancePercent or quantity.");
        var micro = fields.Micro("allowancePercent", required: false);
        if (micro is 0 || micro % AlertJson.MicroPerShare is not (null or 0))
            fields.Add("allowancePercent", "expected a JSON number of more than 0 with at most 3 fraction digits.");
        return (micro ?? 0) / AlertJson.MicroPerShare;
    }
}
