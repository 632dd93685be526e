using System.Text.Json;
using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Tests.Results;

public sealed class FloorsTests
{
    [Theory]
    [InlineData("""{ "read-company": { "limit": 0.83, "sql": 455, "errors": { "atMost": 3 } } }""", "")]
    [InlineData("""{ "read-company": { "limit": 0.84, "sql": 100 } }""", "read-company: limit is 0.83, under its bound of 0.84.")]
    [InlineData("""{ "read-company": { "errors": { "atMost": 2 } } }""", "read-company: errors is 3, over its bound of 2.")]
    [InlineData("""{ "read-company": { "rollup": 1 } }""", "read-company: nothing was measured as rollup.")]
    [InlineData("""{ "start": { "emptyMs": 1 } }""", "")]
    public void A_ratio_or_figure_on_the_wrong_side_of_its_bound_is_told(string floors, string told) =>
        Assert.Equal(told, string.Join('\n', Sample.File.Scenarios.SelectMany(Floors.Parse(floors, ["read-company", "start"]).MissedBy)));

    [Fact]
    public void Bounds_are_two_thirds_of_what_a_run_reached_and_for_what_is_to_be_small_the_other_way_round() =>
        Assert.Equal(
            """{"read-company":{"limit":0.55,"sql":303,"errors":{"atMost":4.5}}}""", JsonDocument.Parse(Floors.JsonOf(Sample.File)).RootElement.ToString().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{ "read-compny": { "limit": 1 } }""")]
    [InlineData("""{ "read-company": { "limit": "1" } }""")]
    [InlineData("""{ "read-company": { "limit": { "most": 1 } } }""")]
    [InlineData("null")]
    [InlineData("[]")]
    public void What_is_no_file_of_floors_is_refused(string floors) =>
        Assert.Throws<JsonException>(() => Floors.Parse(floors, ["read-company"]));
}
