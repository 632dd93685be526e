using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Webhooks;

namespace UsageCluster.Gateway.Alerts;

/// <summary>Puts alerts and webhooks into a host.</summary>
public static class AlertServices
{
    /// <summary>
    /// Has alerts looked at and events sent, by services that stop before those which were added earlier. The host provides <c>IUsageClient</c>, <c>ControlPlane</c> and
    /// <c>TimeProvider</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="alerts">The alerts' rows.</param>
    /// <param name="webhooks">The webhooks' rows.</param>
    /// <param name="monthClosesAfter">How long after its end a month may still come to fire an alert.</param>
    public static IServiceCollection AddUsageAlerts(
        this IServiceCollection services, IAlertStore alerts, IWebhookStore webhooks, TimeSpan monthClosesAfter) => services
        .AddSingleton(alerts)
        .AddSingleton(webhooks)
        .AddSingleton(new MonthEnds(monthClosesAfter))
        .AddSingleton<AlertSweeper>()
        .AddSingleton<WebhookDisabling>()
        .AddHostedService<AlertWatch>()
        .AddHostedService<WebhookDelivery>();

    /// <summary>Adds what the API's endpoints need of both.</summary>
    internal static IServiceCollection AddForEndpoints(this IServiceCollection services) => services
        .AddSingleton<DeliverySignal>()
        .AddSingleton(provider => new GuardedConnections(provider.GetRequiredService<WebhooksOptions>()))
        .AddSingleton<WebhookSender>()
        .AddSingleton<AlertReader>();
}
