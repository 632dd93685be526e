using System.Globalization;
using System.Text.RegularExpressions;

namespace UsageCluster.Architecture.Tests.Deployment;

/// <summary>What the deployment files must agree with, read from where it is decided.</summary>
internal static partial class ProgramFacts
{
    /// <summary>Paths below /healthz that the server answers.</summary>
    public static readonly string[] HealthPaths =
        [.. HealthPath().Matches(Repository.Text("src/UsageCluster.Gateway/Health/HealthEndpoints.cs")).Select(m => m.Groups["path"].Value)];

    /// <summary>The command by which a container asks for its own health.</summary>
    public static readonly string HealthCommand =
        CommandName().Match(Repository.Text("src/UsageCluster.Gateway/Hosting/HealthCheck.cs")).Groups["name"].Value;

    /// <summary>Files that scripts/compose-secrets makes.</summary>
    public static readonly string[] MadeSecrets =
        [.. Made().Matches(Repository.Text("scripts/compose-secrets")).Select(m => m.Groups["name"].Value)];

    /// <summary>The entry point's path in the image, for both programs.</summary>
    public static readonly string EntryPoint = Entry().Match(Repository.Text("Dockerfile")).Groups["path"].Value;

    /// <summary>
    /// How long a silo may take to end after its stop time-out, in seconds: it gives its lease up, sends its last metrics and traces, and lets go of
    /// what it holds. Each has a bound of its own.
    /// </summary>
    public static readonly int SecondsAfterStopTimeout =
        BoundIn("src/UsageCluster.Gateway/Hosting/LeaseKeeper.cs", "ReleaseTimeout")
        + (2 * OpenTelemetryShutdownSeconds)
        + BoundIn("src/UsageCluster.Silo/Hosting/SiloHost.cs", "DisposeLimit");

    /// <summary>What OpenTelemetry waits for its exporters at the end, for metrics and then for traces.</summary>
    private const int OpenTelemetryShutdownSeconds = 5;

    /// <summary>The shortest grace period of a silo with these settings, in seconds, with some for the process itself.</summary>
    public static int SecondsToStop(string stopTimeoutSeconds, string drainMs) =>
        int.Parse(stopTimeoutSeconds, CultureInfo.InvariantCulture)
        + (int)Math.Ceiling(int.Parse(drainMs, CultureInfo.InvariantCulture) / 1000m)
        + SecondsAfterStopTimeout
        + ProcessSeconds;

    /// <summary>For the signal's way, the runtime's end and a busy machine.</summary>
    private const int ProcessSeconds = 10;

    /// <summary>Whether an image is named by a version, and not by a tag that follows whatever is newest.</summary>
    public static bool IsPinned(string image) => Pinned().IsMatch(image);

    /// <summary>A duration of Compose in whole seconds: <c>150s</c>, <c>2m</c>.</summary>
    public static int Seconds(string duration) =>
        int.Parse(duration[..^1], CultureInfo.InvariantCulture) * (duration[^1] == 'm' ? 60 : 1);

    /// <summary>The port of an address to listen on or to call.</summary>
    public static int PortOf(string url) => int.Parse(PortAtEnd().Match(url).Groups["port"].Value, CultureInfo.InvariantCulture);

    private static int BoundIn(string file, string name) => int.Parse(
        Regex.Match(Repository.Text(file), $@"{name} = TimeSpan\.FromSeconds\((?<seconds>\d+)\)").Groups["seconds"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("""
        MapMethods\("(?<path>/healthz/\w+)"
        """)]
    private static partial Regex HealthPath();

    [GeneratedRegex("""
        const string Command = "(?<name>\w+)"
        """)]
    private static partial Regex CommandName();

    [GeneratedRegex(@"^make (?<name>\w+) ", RegexOptions.Multiline)]
    private static partial Regex Made();

    [GeneratedRegex("""
        ^ENTRYPOINT \["(?<path>[^"]+)"\]
        """, RegexOptions.Multiline)]
    private static partial Regex Entry();

    // At least major.minor, behind the last colon.
    [GeneratedRegex(@":(?:\$\{\w+:-)?v?\d+\.\d+[\w.\-]*\}?$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@":(?<port>\d+)/?$")]
    private static partial Regex PortAtEnd();
}
