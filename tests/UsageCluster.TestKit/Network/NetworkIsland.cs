using System.Diagnostics;
using System.Globalization;

namespace UsageCluster.TestKit.Network;

/// <summary>
/// A network namespace with two links to this machine: one to what its programs work with, which can be cut, and one by which the test reaches them,
/// which stays. A cut loses packets in both directions without a word, as an unplugged switch does. Needs root and <c>ip</c>.
/// </summary>
public sealed class NetworkIsland : IDisposable
{
    private static readonly Lazy<bool> Probe = new(IsPermitted);

    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"uc{Environment.ProcessId}");

    /// <summary>Makes it.</summary>
    public NetworkIsland()
    {
        try
        {
            // The address is the bridge's, so that its route stays when the link goes down: nothing takes another way.
            string[] steps =
            [
                $"netns add {_name}",
                $"link add {_name}b type bridge",
                $"addr add {MainlandAddress}/24 dev {_name}b",
                $"link add {_name}w type veth peer name work0 netns {_name}",
                $"link set {_name}w master {_name}b",
                $"link add {_name}c type veth peer name client0 netns {_name}",
                $"addr add {ClientsAddress}/24 dev {_name}c",
                $"-n {_name} addr add {Address}/24 dev work0",
                $"-n {_name} addr add {AddressForClients}/24 dev client0",
                $"-n {_name} link set lo up",
                $"-n {_name} link set work0 up",
                $"-n {_name} link set client0 up",
                $"link set {_name}b up",
                $"link set {_name}w up",
                $"link set {_name}c up",
            ];
            foreach (var step in steps)
                Ip(step);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether tests that need one can run here.</summary>
    public static bool IsAvailable => Probe.Value;

    /// <summary>This machine as the island sees it, over the link that can be cut.</summary>
    public string MainlandAddress => "10.213.7.1";

    /// <summary>The island as this machine sees it, over the link that can be cut.</summary>
    public string Address => "10.213.7.2";

    /// <summary>The island over the link that stays.</summary>
    public string AddressForClients => "10.213.8.2";

    /// <summary>What runs a program on the island.</summary>
    public IReadOnlyList<string> Through => ["ip", "netns", "exec", _name];

    private static string ClientsAddress => "10.213.8.1";

    /// <summary>Cuts the island off.</summary>
    public void Cut() => Ip($"link set {_name}w down");

    /// <summary>Joins it again.</summary>
    public void Join() => Ip($"link set {_name}w up");

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var step in (string[])[$"link del {_name}w", $"link del {_name}c", $"link del {_name}b", $"netns del {_name}"])
            Run(step);
    }

    private static bool IsPermitted()
    {
        try
        {
            using var island = new NetworkIsland();
            return true;
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Ip(string arguments)
    {
        if (Run(arguments) is { Length: > 0 } failure)
            throw new InvalidOperationException($"ip {arguments}: {failure}");
    }

    /// <summary>What went wrong; empty: nothing.</summary>
    private static string Run(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : errors.Trim() is { Length: > 0 } said ? said : $"exit code {process.ExitCode}";
    }
}
