using System.Globalization;
using Microsoft.Extensions.Configuration;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Leases;
using UsageCluster.Gateway.Alerts;
using UsageCluster.Gateway.Webhooks;

namespace UsageCluster.Gateway.Hosting;

/// <summary>What every host reads from its environment, in one way. Every method throws <see cref="StartException"/> on what cannot be meant.</summary>
public static class HostSettings
{
    /// <summary>Where a server listens unless told otherwise.</summary>
    public const string UrlsDefault = "http://127.0.0.1:8080";

    /// <summary>Names the folder of files that hold settings.</summary>
    private const string SecretsDirectory = "USAGE_SECRETS_DIR";

    /// <summary>
    /// The environment, and beneath it the files of <c>USAGE_SECRETS_DIR</c>, each named as a variable and holding its value
    /// (<c>ConnectionStrings__Ledger</c>, <c>USAGE_ADMIN_KEY</c>, …).
    /// </summary>
    public static IConfiguration Read()
    {
        var builder = new ConfigurationBuilder();
        try
        {
            if (Text(Environment.GetEnvironmentVariable(SecretsDirectory)) is { } directory)
                builder.AddKeyPerFile(Path.GetFullPath(directory), optional: false);
            return builder.AddEnvironmentVariables().Build();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw StartException.Usage($"{SecretsDirectory} cannot be read: {failure.Message}");
        }
    }

    /// <summary>A value; null where it is missing or blank.</summary>
    public static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    /// <summary>Whether metrics and traces are sent anywhere.</summary>
    public static bool ExportsTelemetry(IConfiguration configuration) => Text(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]) is not null;

    /// <summary>Reads whole numbers of a configuration: key, least, most, default; see <see cref="Number"/>.</summary>
    public static Func<string, int, int, int, int> Numbers(IConfiguration configuration) =>
        (key, least, most, otherwise) => Number(configuration, key, least, most, otherwise);

    /// <summary>A whole number within bounds, both inclusive.</summary>
    public static int Number(IConfiguration configuration, string key, int least, int most, int otherwise)
    {
        if (Text(configuration[key]) is not { } given)
            return otherwise;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw StartException.Usage(
                $"{key.Replace(":", "__", StringComparison.Ordinal)} is '{given}', and must be a whole number from {least} to {most}.");
    }

    /// <summary>Addresses to listen on, separated by <c>;</c>: those given, else <c>ASPNETCORE_URLS</c>, else <see cref="UrlsDefault"/>.</summary>
    public static string Urls(string? given, IConfiguration configuration)
    {
        if (Text(given ?? configuration["urls"] ?? configuration["ASPNETCORE_URLS"]) is not { } text)
            return UrlsDefault;
        foreach (var url in text.Split(';', StringSplitOptions.TrimEntries))
        {
            // Kestrel takes * and + for any host.
            var known = Uri.TryCreate(url.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal), UriKind.Absolute, out var uri)
                && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/";
            if (!known)
                throw StartException.Usage($"'{url}' is no address to listen on: http://HOST:PORT is wanted.");
        }

        return text;
    }

    /// <summary><c>USAGE_DRAIN_MS</c>.</summary>
    public static TimeSpan DrainDelay(IConfiguration configuration) => TimeSpan.FromMilliseconds(
        Number(configuration, "USAGE_DRAIN_MS", 0, 600_000, (int)HostTimes.DrainDelayDefault.TotalMilliseconds));

    /// <summary><c>Lease__Duration</c>, whole seconds.</summary>
    public static LeaseOptions Lease(IConfiguration configuration) => new()
    {
        Duration = TimeSpan.FromSeconds(Number(configuration, "Lease:Duration", 1, 60, (int)new LeaseOptions().Duration.TotalSeconds)),
    };

    /// <summary><c>Billing__MonthClosesAfter</c>, whole hours after a month's end.</summary>
    public static CompanyActorOptions Company(IConfiguration configuration)
    {
        var otherwise = new CompanyActorOptions();
        return otherwise with
        {
            MonthClosesAfter = TimeSpan.FromHours(Number(
                configuration, "Billing:MonthClosesAfter", 0, (int)CompanyActorOptions.MonthClosesAfterMax.TotalHours, (int)otherwise.MonthClosesAfter.TotalHours)),
        };
    }

    /// <summary><c>USAGE_ADMIN_KEY</c>, or what the file of <c>USAGE_ADMIN_KEY_FILE</c> holds; null: neither is set.</summary>
    public static string? AdminKey(IConfiguration configuration)
    {
        if (configuration["USAGE_ADMIN_KEY"] is { Length: > 0 } key)
            return key;
        if (Text(configuration["USAGE_ADMIN_KEY_FILE"]) is not { } file)
            return null;
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw StartException.Usage($"USAGE_ADMIN_KEY_FILE cannot be read: {failure.Message}");
        }
    }

    /// <summary>Binds the section <c>Gateway</c> to the bounds of the HTTP API.</summary>
    public static void BindGateway(IConfiguration configuration, GatewayOptions gateway) => Bound(() =>
    {
        configuration.GetSection("Gateway").Bind(gateway);
        return gateway;
    });

    /// <summary>The section <c>Alerts</c>.</summary>
    public static AlertsOptions Alerts(IConfiguration configuration) => Bound(() =>
    {
        var alerts = new AlertsOptions();
        configuration.GetSection("Alerts").Bind(alerts);
        return alerts;
    });

    /// <summary>The section <c>Webhooks</c>.</summary>
    public static WebhooksOptions Webhooks(IConfiguration configuration) => Bound(() =>
    {
        var webhooks = new WebhooksOptions();
        configuration.GetSection("Webhooks").Bind(webhooks);
        return webhooks;
    });

    private static T Bound<T>(Func<T> bind)
    {
        try
        {
            return bind();
        }
        catch (InvalidOperationException failure)
        {
            throw StartException.Usage(failure.Message);
        }
    }
}
