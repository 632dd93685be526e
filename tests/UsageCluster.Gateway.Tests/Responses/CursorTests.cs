using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Tests.Responses;

public sealed class CursorTests
{
    private static readonly Instant At = new(638_000_000_123_456_789);
    private static readonly Access Company = new("acme", null);
    private static readonly Cursor Row = new(At, "acme.0000000000000000007");
    private static readonly string Own = Cursor.Query("history", Company, At, null);

    [Fact]
    public void A_cursor_comes_back_as_it_was_written()
    {
        var text = Row.Write(Own);

        Assert.Equal(Row, Cursor.Read(text, Own));
        Assert.Matches("^[A-Za-z0-9_-]+$", text);
    }

    [Fact]
    public void The_longest_id_still_fits()
    {
        var row = new Cursor(Instant.Latest, new string('ﬀ', 110));

        var text = row.Write(Own);

        Assert.InRange(text.Length, 1, Cursor.LengthMax);
        Assert.Equal(row, Cursor.Read(text, Own));
    }

    public static TheoryData<string> Others =>
    [
        Cursor.Query("transactions", Company, At, null),
        Cursor.Query("history", new Access("globex", null), At, null),
        Cursor.Query("history", new Access(null, "acme"), At, null),
        Cursor.Query("history", Company, null, At),
        Cursor.Query("history", Company, At.Plus(TimeSpan.FromTicks(1)), null),
        Cursor.Query("history", Company, At, null, "voice"),
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public void A_cursor_of_another_query_is_a_bad_parameter(string other) => IsBad(Row.Write(other));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAA")]
    [InlineData("not base 64")]
    public void What_is_no_cursor_is_a_bad_parameter(string text) => IsBad(text);

    [Fact]
    public void Text_that_is_too_long_is_a_bad_parameter() => IsBad(new string('A', Cursor.LengthMax + 1));

    [Fact]
    public void A_cursor_with_one_character_changed_is_a_bad_parameter()
    {
        var text = Row.Write(Own);
        for (var i = 0; i < text.Length - 1; i++)
            IsBad(text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..]);
    }

    private static void IsBad(string text)
    {
        var problem = Assert.Throws<ProblemException>(() => Cursor.Read(text, Own));

        Assert.Equal(ErrorCodes.InvalidParameter, problem.Code);
        Assert.Equal("after", problem.Fields!.Single().Name);
    }
}
