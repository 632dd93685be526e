using System.Text.RegularExpressions;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Standalone.Tests.Readme;

/// <summary>The tour of README.md: commands, each with what the page says that it prints.</summary>
internal static partial class ReadmeTour
{
    private const string Heading = "\n## Five minutes with curl\n";

    /// <summary>The steps in order, the one that starts the server left out. An output is empty where the page shows none.</summary>
    public static IReadOnlyList<(string Commands, string Output)> Read()
    {
        var page = File.ReadAllText(Repository.Under("README.md"));
        var start = page.IndexOf(Heading, StringComparison.Ordinal) + Heading.Length;
        var tour = page[start..page.IndexOf("\n## ", start, StringComparison.Ordinal)];
        var steps = new List<(string Commands, string Output)>();
        foreach (Match block in Fence().Matches(tour))
        {
            var text = block.Groups["text"].Value;
            if (block.Groups["language"].Value == "bash")
                steps.Add((text, ""));
            else
                steps[^1] = (steps[^1].Commands, text);
        }

        return [.. steps.Where(s => !s.Commands.Contains("dotnet run", StringComparison.Ordinal))];
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
