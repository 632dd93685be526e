using System.Text.Json;
using UsageCluster.Gateway.Admin;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Tests.Admin;

public sealed class FieldReaderTests
{
    [Fact]
    public void Every_bad_field_is_named_at_once()
    {
        var fields = Reader("""
            {"name":"","system":"hours","since":"soon","amount":-1,"count":1.5,"flag":"true","ids":["a","b/c",1,"a",null],
             "extra":1,"twice":1,"twice":1}
            """);

        fields.Name("name");
        fields.Word("system", ["minutes", "credits"]);
        fields.Instant("since");
        fields.Micro("amount");
        fields.Integer("count", required: true, 0, 9);
        fields.Boolean("flag");
        fields.Texts("ids", required: true, 10, static t => t.Length == 1, "expected a letter.");
        fields.Name("absent");
        var problem = Assert.Throws<ProblemException>(fields.ThrowIfBad);

        Assert.Equal(ErrorCodes.InvalidBody, problem.Code);
        Assert.Equal(
            ["twice", "name", "system", "since", "amount", "count", "flag", "ids[1]", "ids[2]", "ids[3]", "ids[4]", "absent", "extra"],
            problem.Fields!.Select(f => f.Name).Distinct());
    }

    [Fact]
    public void Good_fields_are_read()
    {
        var fields = Reader("""{"name":"Ünïcode & Sons","since":"2024-01-10","amount":2.5,"count":9,"flag":false,"ids":["a","b"],"none":null}""");

        Assert.Equal("Ünïcode & Sons", fields.Name("name"));
        Assert.Equal("2024-01-10T00:00:00Z", fields.Instant("since")?.ToString());
        Assert.Equal(2_500_000, fields.Micro("amount"));
        Assert.Equal(9, fields.Integer("count", required: true, 0, 9));
        Assert.False(fields.Boolean("flag"));
        Assert.Equal(["a", "b"], fields.Texts("ids", required: true, 2, static _ => true, ""));
        Assert.Null(fields.Name("none", required: false));
        fields.ThrowIfBad();
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.000001", 1)]
    [InlineData("1.50", 1_500_000)]
    [InlineData("1e3", 1_000_000_000)]
    [InlineData("9223372036854.775807", long.MaxValue)]
    public void Amounts_are_read_by_value(string json, long micro) => Assert.Equal(micro, Reader($$"""{"a":{{json}}}""").Micro("a"));

    [Theory]
    [InlineData("-0.000001")]
    [InlineData("0.0000001")]
    [InlineData("9223372036854.775808")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1e400")]
    [InlineData("\"1\"")]
    [InlineData("true")]
    [InlineData("[1]")]
    public void Other_amounts_are_bad(string json) => Assert.Equal("a", BadField($$"""{"a":{{json}}}""", static f => f.Micro("a")));

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\\u0000b\"")]
    [InlineData("\"   \"")]
    [InlineData("{}")]
    public void What_is_no_text_is_no_name(string json) => Assert.Equal("a", BadField($$"""{"a":{{json}}}""", static f => f.Name("a")));

    [Fact]
    public void A_member_name_that_is_no_text_is_bad() => Assert.Equal("", BadField("""{"\ud800":1}""", static _ => { }));

    [Fact]
    public void An_escaped_member_name_is_the_same_member() => Assert.Equal("a", BadField("""{"a":1,"\u0061":1}""", static f => f.Skip("a")));

    [Fact]
    public void The_list_of_bad_fields_is_bounded()
    {
        var fields = Reader("{" + string.Join(",", Enumerable.Range(0, 5_000).Select(i => $"\"m{i}\":1")) + "}");

        Assert.Equal(FieldReader.ErrorsMax, Assert.Throws<ProblemException>(fields.ThrowIfBad).Fields!.Count);
    }

    private static string BadField(string json, Action<FieldReader> read)
    {
        var fields = Reader(json);
        read(fields);
        return Assert.Single(Assert.Throws<ProblemException>(fields.ThrowIfBad).Fields!).Name;
    }

    private static FieldReader Reader(string json) => new(JsonDocument.Parse(json).RootElement);
}
