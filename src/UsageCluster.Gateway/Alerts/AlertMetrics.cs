using System.Diagnostics.Metrics;
using UsageCluster.Actors.Webhooks;

namespace UsageCluster.Gateway.Alerts;

/// <summary>What alerts and webhooks measure.</summary>
internal static class AlertMetrics
{
    private static readonly Meter Meter = new("UsageCluster.Alerts");

    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>(
        "usage.webhook.attempts", "{attempt}", "Attempts to deliver an event, by their outcome: delivered, pending (it is tried again) or dead.");

    public static readonly Counter<long> Fired = Meter.CreateCounter<long>("usage.alert.fired", "{alert}", "Alerts that this process saw fire.");

    public static readonly Counter<long> Looks = Meter.CreateCounter<long>(
        "usage.alert.looks", "{look}", "Alerts whose figures this process compared with their threshold.");

    public static void Attempted(DeliveryState state) => Attempts.Add(1, KeyValuePair.Create<string, object?>("outcome", state switch
    {
        DeliveryState.Delivered => "delivered",
        DeliveryState.Dead => "dead",
        _ => "pending",
    }));
}
