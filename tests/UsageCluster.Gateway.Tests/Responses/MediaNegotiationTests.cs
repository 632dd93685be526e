using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Tests.Responses;

public sealed class MediaNegotiationTests
{
    private static readonly string[] Offered = ["application/json", "text/csv", "application/x-ndjson"];

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("*/*", 0)]
    [InlineData("application/*", 0)]
    [InlineData("application/json", 0)]
    [InlineData("APPLICATION/JSON; charset=utf-8", 0)]
    [InlineData("text/csv", 1)]
    [InlineData("text/*", 1)]
    [InlineData("application/x-ndjson", 2)]
    [InlineData("text/csv, application/json", 0)]
    [InlineData("text/csv, */*", 1)]
    [InlineData("text/csv;q=0.5, application/json;q=0.4", 1)]
    [InlineData("text/csv;q=0.5, application/json;q=0.501", 0)]
    [InlineData("application/*;q=1, application/json;q=0", 2)]
    [InlineData("application/json;q=0, */*;q=0.1", 1)]
    [InlineData("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", 0)]
    [InlineData("text/plain;x=\"a,text/csv\", application/x-ndjson", 2)]
    public void The_best_weight_wins_then_the_more_exact_range_then_the_first(string? accept, int expected) =>
        Assert.Equal(expected, MediaNegotiation.Choose(accept, Offered));

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json;q=0")]
    [InlineData("*/*;q=0")]
    [InlineData("application/json;q=2")]
    [InlineData("application/json;q=x")]
    [InlineData("json")]
    [InlineData(",")]
    public void What_fits_nothing_is_not_acceptable(string accept)
    {
        var problem = Assert.Throws<ProblemException>(() => MediaNegotiation.Choose(accept, Offered));
        Assert.Same(ErrorCodes.NotAcceptable, problem.Code);
    }
}
