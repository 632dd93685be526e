using Microsoft.AspNetCore.Http;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Requests;

namespace UsageCluster.Gateway.Tests.Requests;

public sealed class QueryReaderTests
{
    [Theory]
    [InlineData("?at=2024-01-10T09:00:00%2B02:00", "2024-01-10T07:00:00Z")]
    [InlineData("?at=2024-01-10T09:00:00+02:00", "2024-01-10T07:00:00Z")]
    [InlineData("?at=2024-01-10T09:00:00%2002:00", "2024-01-10T07:00:00Z")]
    [InlineData("?at=2024-01-10T09%3A00:00-02:00", "2024-01-10T11:00:00Z")]
    [InlineData("?a%74=2024-01-10", "2024-01-10T00:00:00Z")]
    [InlineData("?At=x&at=2024-01-10&AT=y", "2024-01-10T00:00:00Z")]
    public void An_instant_is_read_with_its_plus_however_it_arrived(string query, string expected)
    {
        var reader = Reader(query);

        Assert.Equal(expected, reader.Instant("at")?.ToString());
        Assert.Empty(reader.Errors);
    }

    [Theory]
    [InlineData("?at")]
    [InlineData("?at=")]
    [InlineData("?at=2024-01")]
    [InlineData("?at=01/02/2026")]
    [InlineData("?at=2024-01-10%2009:00")]
    [InlineData("?at=+2024-01-10")]
    [InlineData("?at=2024-01-10&at=2024-01-10")]
    [InlineData("?at=2024-01-10T09:00:00.0000000%2B02:00zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("?at=%FF%zz")]
    public void Anything_else_is_a_bad_field(string query)
    {
        var reader = Reader(query);

        Assert.Null(reader.Instant("at"));
        Assert.Equal("at", Assert.Single(reader.Errors).Name);
    }

    [Fact]
    public void Every_bad_field_is_in_the_problem()
    {
        var reader = Reader("?at=x&id=a/b&page=0&dry=yes&twice=1&twice=1");
        reader.Instant("at");
        reader.Token("id");
        reader.Integer("page", 1, 10);
        reader.Boolean("dry");
        reader.Boolean("twice");

        var problem = Assert.Throws<ProblemException>(reader.ThrowIfBad);

        Assert.Equal(["at", "id", "page", "dry", "twice"], problem.Fields!.Select(f => f.Name));
    }

    [Fact]
    public void Absent_parameters_are_null_and_unknown_ones_ignored()
    {
        var reader = Reader("?other=1&other=2");

        Assert.Null(reader.Instant("at"));
        Assert.Null(reader.Token("id"));
        Assert.Null(reader.Integer("page", 1, 10));
        Assert.Null(reader.Boolean("dry"));
        reader.ThrowIfBad();
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("10", 10)]
    [InlineData("007", 7)]
    [InlineData("11", null)]
    [InlineData("-1", null)]
    [InlineData(" 1", null)]
    [InlineData("1.0", null)]
    [InlineData("99999999999", null)]
    public void A_whole_number_is_digits_in_range(string text, int? expected) =>
        Assert.Equal(expected, Reader("?n=" + Uri.EscapeDataString(text)).Integer("n", 1, 10));

    private static QueryReader Reader(string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        return new QueryReader(context.Request);
    }
}
