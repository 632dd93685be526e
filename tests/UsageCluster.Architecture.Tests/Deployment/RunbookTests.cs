using System.Text.RegularExpressions;

namespace UsageCluster.Architecture.Tests.Deployment;

public partial class RunbookTests
{
    private static readonly string[] Pages = ["docs/deploying.md", "docs/runbook.md", "docs/upgrading.md"];

    private static readonly string Source = string.Join('\n', Repository.Files("src", ".cs").Select(Repository.Text));

    public static TheoryData<string> LogEvents => [.. Named(LogEvent())];

    public static TheoryData<string> Metrics => [.. Named(Metric())];

    public static TheoryData<string> Settings => [.. Named(Setting())];

    [Theory]
    [MemberData(nameof(LogEvents))]
    public void A_log_event_that_is_named_is_one_of_the_programs(string id) => Assert.Contains($"[LoggerMessage({id},", Source, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Metrics))]
    public void A_metric_that_is_named_is_one_of_the_programs(string name) => Assert.Contains($"\"{name}\"", Source, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_setting_that_is_named_is_one_of_the_programs(string name) => Assert.True(ConfigurationKeys.Contains(name), name);

    private static IEnumerable<string> Named(Regex what) =>
        Pages.SelectMany(page => what.Matches(Repository.Text(page))).Select(m => m.Groups["name"].Value).Distinct();

    // HTTP statuses stand without the marks of code on these pages.
    [GeneratedRegex("`(?<name>[1-9]\\d{2,3})`")]
    private static partial Regex LogEvent();

    [GeneratedRegex(@"`(?<name>usage\.(?:company|commit|recorder)\.\w+)`")]
    private static partial Regex Metric();

    [GeneratedRegex("`(?<name>(?:Silo|Lease|ConnectionStrings)__\\w+|USAGE_[A-Z_]+)`")]
    private static partial Regex Setting();
}
