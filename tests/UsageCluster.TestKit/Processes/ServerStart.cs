using System.Diagnostics;

namespace UsageCluster.TestKit.Processes;

/// <summary>How a program of this repository is started.</summary>
public sealed record ServerStart
{
    /// <summary>The program's assembly, beside the tests' own.</summary>
    public required string Program { get; init; }

    /// <summary>Where it is to listen.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:0";

    /// <summary>Arguments besides <c>--urls</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables besides those of the tests.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What runs it, as <c>ip netns exec</c> and a name: a program that becomes the one it is told to run. Empty: nothing.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    /// <summary>Is told the process's id as soon as there is one, long before it listens.</summary>
    public Action<int>? Began { get; init; }

    internal ProcessStartInfo ToStartInfo()
    {
        string[] words =
        [
            .. Through,
            System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            Path.Combine(AppContext.BaseDirectory, Program),
            "--urls",
            Urls,
            .. Arguments,
        ];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return start;
    }
}
