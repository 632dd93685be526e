using System.Globalization;
using System.Text.RegularExpressions;

namespace UsageCluster.Architecture.Tests;

public partial class ErrorPageTests
{
    private const string Page = "docs/errors.md";

    [Fact]
    public void Every_code_has_a_row_and_every_row_is_a_code()
    {
        var codes = ErrorCodeSource.OfAnswers.Keys.Union(ErrorCodeSource.OfEvents);
        Assert.Equal(codes.Order(StringComparer.Ordinal), Rows().Select(r => r.Code).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rows_of_answers_say_the_status_that_is_answered()
    {
        var rows = Rows().Where(r => r.Status is not null).ToDictionary(r => r.Code, r => r.Status!.Value);
        Assert.Equal(ErrorCodeSource.OfAnswers.OrderBy(c => c.Key, StringComparer.Ordinal), rows.OrderBy(r => r.Key, StringComparer.Ordinal));
    }

    private static List<(string Code, int? Status)> Rows() =>
    [
        .. Row().Matches(Repository.Text(Page)).Select(m =>
            (m.Groups["code"].Value, m.Groups["status"] is { Success: true } status ? int.Parse(status.Value, CultureInfo.InvariantCulture) : (int?)null)),
    ];

    [GeneratedRegex(@"^\| `(?<code>[a-z_0-9]+)` \|(?: (?<status>\d{3}) \|)?", RegexOptions.Multiline)]
    private static partial Regex Row();
}
