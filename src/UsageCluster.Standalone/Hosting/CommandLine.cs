using UsageCluster.Gateway.Hosting;
using UsageCluster.Standalone.Engine;

namespace UsageCluster.Standalone.Hosting;

/// <summary>Reads the program's options from its arguments and its environment.</summary>
internal static class CommandLine
{
    public const string Help = """
        UsageCluster.Standalone: usage metering in one process.

        Options:
          --urls URLS        where to listen (default http://127.0.0.1:8080; several: separated by ;)
          --data DIR         where the data lies, in SQLite (default ./usage-data)
          --ledger STRING    keep the data in PostgreSQL instead: an Npgsql connection string, as "Host=…;Database=…"
          --demo             fill an empty store with sample data, print keys and curl lines
          --help             show this

        Commands:
          healthcheck [URL]  ask a running server whether it is ready (default http://127.0.0.1:8080/healthz/ready); exit code 0: it is

        Environment:
          USAGE_ADMIN_KEY            an admin key that is taken while it is set, 32 characters or more;
          USAGE_ADMIN_KEY_FILE       or a file that holds it. Without either, the first start makes a key and prints it once.
          ConnectionStrings__Ledger  as --ledger
          ConnectionStrings__LedgerOwner
                                     the role that owns the schema in PostgreSQL, if that is another one
          USAGE_SECRETS_DIR          a folder of files, each named as one of these and holding its value
          Lease__Duration            on PostgreSQL: seconds that a process counts on its companies without an answer of the
                                     database, 1 to 60 (default 5), and that others wait for one that died
          Postgres__StatementTimeout, …
                                     time-outs and connections on PostgreSQL; docs/operations.md lists them
          Billing__MonthClosesAfter  hours after its end at which a month is closed, 0 to 672 (default 72)
          USAGE_DRAIN_MS             how long a process that is told to end says so before it refuses connections (default 500)
          OTEL_EXPORTER_OTLP_ENDPOINT
                                     where metrics and traces go; without it: nowhere
          Gateway__IngestBytesMax, … bounds of the HTTP API; docs/operations.md lists them
          Alerts__Interval, Webhooks__AllowHttp, …
                                     how alerts are looked at and events sent; listed there too
          Logging__LogLevel__Default, Logging__Console__FormatterName (simple, json), ASPNETCORE_URLS as usual
        """;

    /// <summary>The options; null: help was asked for. Throws <see cref="StartException"/> on what is unknown or unusable.</summary>
    public static StandaloneOptions? Read(IReadOnlyList<string> arguments, IConfiguration configuration)
    {
        var given = ProgramArguments.Read(arguments, ["--urls", "--data", "--ledger"], ["--demo"]);
        if (given.AsksForHelp)
            return null;
        if (given.Has("--data") && given.Has("--ledger"))
            throw StartException.Usage("--data and --ledger exclude each other: the data lies in the directory or in PostgreSQL.");
        return new StandaloneOptions
        {
            Urls = HostSettings.Urls(given.Value("--urls"), configuration),
            DataDirectory = given.Value("--data") ?? StandaloneOptions.DataDirectoryDefault,
            Ledger = given.Value("--ledger") ?? (given.Has("--data") ? null : HostSettings.Text(configuration.GetConnectionString("Ledger"))),
            LedgerOwner = HostSettings.Text(configuration.GetConnectionString("LedgerOwner")),
            Demo = given.Has("--demo"),
            AdminKey = HostSettings.AdminKey(configuration),
            DrainDelay = HostSettings.DrainDelay(configuration),
            Lease = HostSettings.Lease(configuration),
            Engine = new EngineOptions { Company = HostSettings.Company(configuration) },
            Configuration = configuration,
        };
    }
}
