using System.Globalization;
using UsageCluster.Gateway;

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

        Environment:
          USAGE_ADMIN_KEY            an admin key that is taken while it is set, 32 characters or more;
          USAGE_ADMIN_KEY_FILE       or a file that holds it. Without either, the first start makes a key and prints it once.
          ConnectionStrings__Ledger  as --ledger
          ConnectionStrings__LedgerOwner
                                     the role that owns the schema in PostgreSQL, if that is another one
          USAGE_DRAIN_MS             how long a process that is told to end says so before it refuses connections (default 500)
          Gateway__IngestBytesMax, … bounds of the HTTP API; docs/operations.md lists them
          Logging__LogLevel__Default, Logging__Console__FormatterName (simple, json), ASPNETCORE_URLS as usual
        """;

    private static readonly string[] WithValue = ["--urls", "--data", "--ledger"];

    /// <summary>The options; null: help was asked for. Throws <see cref="StartException"/> on what is unknown or unusable.</summary>
    public static StandaloneOptions? Read(IReadOnlyList<string> arguments, IConfiguration configuration)
    {
        var given = Take(arguments);
        if (given.ContainsKey("--help"))
            return null;
        if (given.ContainsKey("--data") && given.ContainsKey("--ledger"))
            throw StartException.Usage("--data and --ledger exclude each other: the data lies in the directory or in PostgreSQL.");
        return new StandaloneOptions
        {
            Urls = Url(given.GetValueOrDefault("--urls") ?? configuration["urls"] ?? configuration["ASPNETCORE_URLS"]),
            DataDirectory = given.GetValueOrDefault("--data") ?? StandaloneOptions.DataDirectoryDefault,
            Ledger = given.GetValueOrDefault("--ledger") ?? (given.ContainsKey("--data") ? null : Text(configuration.GetConnectionString("Ledger"))),
            LedgerOwner = Text(configuration.GetConnectionString("LedgerOwner")),
            Demo = given.ContainsKey("--demo"),
            AdminKey = AdminKeyOf(configuration),
            DrainDelay = DrainDelay(configuration["USAGE_DRAIN_MS"]),
            ConfigureGateway = gateway => Bind(configuration.GetSection("Gateway"), gateway),
        };
    }

    private static void Bind(IConfigurationSection section, GatewayOptions gateway)
    {
        try
        {
            section.Bind(gateway);
        }
        catch (InvalidOperationException failure)
        {
            throw StartException.Usage(failure.Message);
        }
    }

    private static TimeSpan DrainDelay(string? text)
    {
        const int longestMs = 600_000;
        if (Text(text) is not { } given)
            return StandaloneOptions.DrainDelayDefault;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms <= longestMs
            ? TimeSpan.FromMilliseconds(ms)
            : throw StartException.Usage($"USAGE_DRAIN_MS is '{given}', and must be a whole number from 0 to {longestMs}.");
    }

    private static Dictionary<string, string> Take(IReadOnlyList<string> arguments)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = arguments[i].Split('=', 2) is [var before, var after] ? (before, after) : (arguments[i], null);
            if (WithValue.Contains(name))
            {
                value ??= i + 1 < arguments.Count ? arguments[++i] : null;
                if (string.IsNullOrWhiteSpace(value) || value.StartsWith("--", StringComparison.Ordinal))
                    throw StartException.Usage($"{name} needs a value.");
            }
            else if (value is null && name is "--demo" or "--help" or "-h" or "-?")
            {
                (name, value) = (name == "--demo" ? name : "--help", "");
            }
            else
            {
                throw StartException.Usage($"Unknown option '{arguments[i]}'.");
            }

            if (!given.TryAdd(name, value!))
                throw StartException.Usage($"{name} is given twice.");
        }

        return given;
    }

    private static string Url(string? urls)
    {
        if (Text(urls) is not { } text)
            return StandaloneOptions.UrlsDefault;
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

    private static string? AdminKeyOf(IConfiguration configuration)
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

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
