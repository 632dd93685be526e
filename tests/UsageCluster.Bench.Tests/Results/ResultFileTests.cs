using System.Text.Json;
using System.Text.Json.Nodes;
using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Tests.Results;

public class ResultFileTests
{
    [Fact]
    public void A_scenario_has_the_form_that_programs_read()
    {
        var scenario = JsonNode.Parse(Sample.File.ToJson())!["scenarios"]![0]!;

        Assert.Equal("read-company", (string?)scenario["name"]);
        Assert.Equal(46_000, (double)scenario["product"]!["perSecond"]!);
        Assert.Equal(1.3, (double)scenario["product"]!["p50Ms"]!);
        Assert.Equal(3.3, (double)scenario["product"]!["p99Ms"]!);
        Assert.Equal("""{"min":0.74,"median":0.83,"max":0.85}""", scenario["ratios"]!["limit"]!.ToJsonString());
        Assert.Equal("""{"min":381,"median":455,"max":558}""", scenario["ratios"]!["sql"]!.ToJsonString());
    }

    [Fact]
    public void What_was_written_is_read_again_as_it_was()
    {
        var json = Sample.File.ToJson();
        Assert.Equal(json, ResultFile.Parse(json).ToJson());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nothing")]
    public void What_is_no_result_file_is_refused(string text) => Assert.ThrowsAny<JsonException>(() => ResultFile.Parse(text));
}
