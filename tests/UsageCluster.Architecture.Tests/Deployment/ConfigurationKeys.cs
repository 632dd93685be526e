using System.Text.RegularExpressions;

namespace UsageCluster.Architecture.Tests.Deployment;

/// <summary>
/// The settings that the program reads, by their names as environment variables, found in its source: keys that it asks for, and the properties of
/// what it binds a section to.
/// </summary>
internal static partial class ConfigurationKeys
{
    /// <summary>What the framework reads by itself.</summary>
    private static readonly string[] OfLibraries = ["Logging__Console__FormatterName", "Logging__LogLevel__Default"];

    private static readonly HashSet<string> Known = [.. InSource(), .. OfLibraries];

    /// <summary>Whether the program reads it.</summary>
    public static bool Contains(string key) => Known.Contains(key);

    private static IEnumerable<string> InSource()
    {
        foreach (var file in Repository.Files("src", ".cs"))
        {
            var text = Repository.Text(file);
            foreach (Match key in Literal().Matches(text))
                yield return key.Groups["key"].Value.Replace(":", "__", StringComparison.Ordinal);
            foreach (Match connection in Connection().Matches(text))
                yield return "ConnectionStrings__" + connection.Groups["name"].Value;
            foreach (Match section in Section().Matches(text))
            {
                foreach (var property in PropertiesOf(section.Groups["name"].Value + "Options"))
                    yield return $"{section.Groups["name"].Value}__{property}";
            }
        }
    }

    private static IEnumerable<string> PropertiesOf(string type) =>
        from file in Repository.Files("src", $"/{type}.cs")
        from Match property in Settable().Matches(Repository.Text(file))
        select property.Groups["name"].Value;

    [GeneratedRegex("""
        "(?<key>[A-Z]\w+(?::[A-Z]\w+)+|(?:USAGE|ASPNETCORE|OTEL)_[A-Z_]+)"
        """)]
    private static partial Regex Literal();

    [GeneratedRegex("""
        GetConnectionString\("(?<name>\w+)"\)
        """)]
    private static partial Regex Connection();

    [GeneratedRegex("""
        GetSection\("(?<name>\w+)"\)\.Bind
        """)]
    private static partial Regex Section();

    [GeneratedRegex(@"public [\w?<>]+ (?<name>\w+) \{ get; (?:set|init); \}")]
    private static partial Regex Settable();
}
