using System.Globalization;
using System.Text.RegularExpressions;

namespace UsageCluster.Architecture.Tests;

/// <summary>The codes of errors, read from the source that defines them.</summary>
internal static partial class ErrorCodeSource
{
    /// <summary>Codes of problems with their statuses.</summary>
    public static readonly IReadOnlyDictionary<string, int> OfAnswers =
        Answer().Matches(Repository.Text("src/UsageCluster.Gateway/Problems/ErrorCodes.cs"))
            .ToDictionary(m => m.Groups["code"].Value, m => int.Parse(m.Groups["status"].Value, CultureInfo.InvariantCulture));

    /// <summary>Codes of single events.</summary>
    public static readonly IReadOnlySet<string> OfEvents =
        new[] { "src/UsageCluster.Gateway/Ingest/EventCodes.cs", "src/UsageCluster.Core/Books/RejectionCodes.cs" }
            .SelectMany(file => Event().Matches(Repository.Text(file)))
            .Select(m => m.Groups["code"].Value)
            .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex("""new\("(?<code>[a-z_0-9]+)", (?<status>\d{3}),""")]
    private static partial Regex Answer();

    [GeneratedRegex("""const string \w+ = "(?<code>[a-z_0-9]+)";""")]
    private static partial Regex Event();
}
