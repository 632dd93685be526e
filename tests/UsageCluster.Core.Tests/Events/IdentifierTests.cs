using UsageCluster.Core.Events;

namespace UsageCluster.Core.Tests.Events;

public class IdentifierTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("A-b_c.9", true)]
    [InlineData("0198f7a0-0000-7000-8000-000000000000", true)]
    [InlineData("", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("a\0", false)]
    [InlineData("ä", false)]
    [InlineData("*", false)]
    [InlineData("\uff21", false)]
    public void A_token_is_of_plain_characters(string value, bool expected) => Assert.Equal(expected, Identifiers.IsToken(value));

    [Fact]
    public void A_token_has_at_most_64_characters()
    {
        Assert.True(Identifiers.IsToken(new string('a', 64)));
        Assert.False(Identifiers.IsToken(new string('a', 65)));
    }

    [Theory]
    [InlineData("call/17 (ä) \U0001F600", true)]
    [InlineData("", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\0b", false)]
    [InlineData("a\u007f", false)]
    [InlineData("a\u200bb", false)]
    [InlineData("a\u2028b", false)]
    public void An_event_id_is_printable(string value, bool expected) => Assert.Equal(expected, Identifiers.IsEventId(value));

    [Fact]
    public void Half_a_character_is_none()
    {
        Assert.False(Identifiers.IsEventId("a\ud800"));
        Assert.False(Identifiers.IsName("\udc00a"));
    }

    [Fact]
    public void Lengths_count_characters_and_not_their_halves()
    {
        Assert.True(Identifiers.IsEventId(string.Concat(Enumerable.Repeat("\U0001F600", 256))));
        Assert.False(Identifiers.IsEventId(string.Concat(Enumerable.Repeat("\U0001F600", 257))));
        Assert.True(Identifiers.IsName(new string('é', 200)));
        Assert.False(Identifiers.IsName(new string('é', 201)));
    }

    [Theory]
    [InlineData("ACME Ltd.", true)]
    [InlineData("株式会社", true)]
    [InlineData("نام\u200cها", true)]
    [InlineData("   ", false)]
    [InlineData("a\tb", false)]
    public void A_name_is_printable_and_not_blank(string value, bool expected) => Assert.Equal(expected, Identifiers.IsName(value));
}
