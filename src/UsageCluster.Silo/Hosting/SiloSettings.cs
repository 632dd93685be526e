using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using UsageCluster.Gateway.Hosting;

namespace UsageCluster.Silo.Hosting;

/// <summary>Reads the silo's options from its arguments and its environment.</summary>
internal static class SiloSettings
{
    public const string Help = """
        UsageCluster.Silo: one silo of a usage metering cluster, with the whole HTTP API.

        Commands:
          healthcheck [URL]  ask a running server whether it is ready (default http://127.0.0.1:8080/healthz/ready); exit code 0: it is

        Options:
          --urls URLS   where the HTTP API listens (default http://127.0.0.1:8080; several: separated by ;)
          --help        show this

        Environment:
          ConnectionStrings__Ledger       the ledger in PostgreSQL: an Npgsql connection string. Needed
          ConnectionStrings__LedgerOwner  the role that owns the schema, if that is another one
          ConnectionStrings__Redis        the cluster's membership, as "host:6379,password=…". Without it: one silo, on this machine
          Silo__Role                      all (default); gateway: no company is placed here; grains: no HTTP API, only health
          Silo__ClusterId, Silo__ServiceId
                                          which cluster this silo is of (default usagecluster)
          Silo__AdvertisedAddress         where other silos reach this one (default: this host's first address; without Redis 127.0.0.1)
          Silo__SiloPort                  where silos talk to each other (default 11111)
          Silo__GatewayPort               where recorders connect (default 30000; 0: nowhere)
          Silo__StopTimeout               seconds that stopping may take (default 120)
          Lease__Duration                 seconds that a silo's lease on the ledger lasts (default 5); the same on every silo
          Billing__MonthClosesAfter       hours after its end at which a month is closed, 0 to 672 (default 72); the same on every silo
          USAGE_ADMIN_KEY                 an admin key that is taken while it is set, 32 characters or more;
          USAGE_ADMIN_KEY_FILE            or a file that holds it. Without either, the first start makes a key and prints it once.
          USAGE_SECRETS_DIR               a folder of files, each named as one of these and holding its value
          USAGE_DRAIN_MS                  how long a silo that is told to end says so before it refuses connections (default 500)
          OTEL_EXPORTER_OTLP_ENDPOINT     where metrics and traces go; without it: nowhere
          Gateway__IngestBytesMax, …      bounds of the HTTP API; docs/operations.md lists them
          Alerts__Interval, Webhooks__AllowHttp, …
                                          how alerts are looked at and events sent; listed there too
          Logging__LogLevel__Default, Logging__Console__FormatterName (simple, json), ASPNETCORE_URLS as usual
        """;

    /// <summary>The options; null: help was asked for. Throws <see cref="StartException"/> on what is unknown or unusable.</summary>
    public static SiloOptions? Read(IReadOnlyList<string> arguments, IConfiguration configuration)
    {
        var given = ProgramArguments.Read(arguments, ["--urls"], []);
        if (given.AsksForHelp)
            return null;
        var redis = Redis(configuration);
        return new SiloOptions
        {
            Urls = HostSettings.Urls(given.Value("--urls"), configuration),
            Ledger = HostSettings.Text(configuration.GetConnectionString("Ledger"))
                ?? throw StartException.Usage("ConnectionStrings__Ledger is missing: a silo keeps its data in PostgreSQL."),
            LedgerOwner = HostSettings.Text(configuration.GetConnectionString("LedgerOwner")),
            Redis = redis,
            Role = Role(configuration),
            ClusterId = HostSettings.Text(configuration["Silo:ClusterId"]) ?? SiloOptions.NameDefault,
            ServiceId = HostSettings.Text(configuration["Silo:ServiceId"]) ?? SiloOptions.NameDefault,
            AdvertisedAddress = Address(HostSettings.Text(configuration["Silo:AdvertisedAddress"]), redis is null),
            SiloPort = HostSettings.Number(configuration, "Silo:SiloPort", 1, 65_535, SiloOptions.SiloPortDefault),
            GatewayPort = HostSettings.Number(configuration, "Silo:GatewayPort", 0, 65_535, SiloOptions.GatewayPortDefault),
            StopTimeout = TimeSpan.FromSeconds(
                HostSettings.Number(configuration, "Silo:StopTimeout", 1, 3_600, SiloOptions.StopSecondsDefault)),
            Lease = HostSettings.Lease(configuration),
            Bounds = new SiloBounds { Company = HostSettings.Company(configuration) },
            AdminKey = HostSettings.AdminKey(configuration),
            DrainDelay = HostSettings.DrainDelay(configuration),
            Configuration = configuration,
        };
    }

    private static SiloRole Role(IConfiguration configuration) => HostSettings.Text(configuration["Silo:Role"])?.ToLowerInvariant() switch
    {
        null or "all" => SiloRole.All,
        "gateway" => SiloRole.Gateway,
        "grains" => SiloRole.Grains,
        var other => throw StartException.Usage($"Silo__Role is '{other}', and must be all, gateway or grains."),
    };

    private static string? Redis(IConfiguration configuration)
    {
        if (HostSettings.Text(configuration.GetConnectionString("Redis")) is not { } text)
            return null;
        try
        {
            if (ConfigurationOptions.Parse(text).EndPoints.Count == 0)
                throw StartException.Usage("ConnectionStrings__Redis names no server: host:port is wanted.");
            return text;
        }
        catch (ArgumentException failure)
        {
            // Its message may repeat the text, and the text may hold a password.
            throw StartException.Usage($"ConnectionStrings__Redis cannot be used: '{failure.ParamName ?? "it"}' is not what StackExchange.Redis reads.");
        }
    }

    private static IPAddress Address(string? text, bool onThisMachine)
    {
        if (text is null && onThisMachine)
            return IPAddress.Loopback;
        if (text is not null && IPAddress.TryParse(text, out var literal))
            return literal;
        try
        {
            var addresses = Dns.GetHostAddresses(text ?? Dns.GetHostName());
            return addresses.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && (text is not null || !IPAddress.IsLoopback(a)))
                ?? addresses.FirstOrDefault()
                ?? throw StartException.Usage("This host has no address: name one by Silo__AdvertisedAddress.");
        }
        catch (SocketException failure)
        {
            throw StartException.Usage($"Silo__AdvertisedAddress '{text}' is no address: {failure.Message}");
        }
    }
}
