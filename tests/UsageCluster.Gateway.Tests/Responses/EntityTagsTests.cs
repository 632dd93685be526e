using System.Security.Cryptography;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Tests.Responses;

public sealed class EntityTagsTests
{
    [Fact]
    public void Each_coding_has_a_strong_tag_of_its_own()
    {
        var tags = new EntityTags(SHA256.HashData("x"u8));

        var all = new[] { tags.Of(ContentCoding.Identity), tags.Of(ContentCoding.Gzip), tags.Of(ContentCoding.Brotli) };

        Assert.Equal(3, all.Distinct().Count());
        Assert.All(all, tag => Assert.Matches("^\"[A-Za-z0-9_-]+\"$", tag));
    }

    [Theory]
    [InlineData("\"a\"", true)]
    [InlineData("W/\"a\"", true)]
    [InlineData("*", true)]
    [InlineData(" * ", true)]
    [InlineData("\"b\", \"a\"", true)]
    [InlineData("\"b,\",W/\"a\"", true)]
    [InlineData("\"b\"", false)]
    [InlineData("\"b, \"a\"\"", false)]
    [InlineData("a", false)]
    [InlineData("\"a", false)]
    [InlineData("", false)]
    [InlineData("\"A\"", false)]
    public void If_none_match_is_a_list_compared_weakly(string header, bool matches) =>
        Assert.Equal(matches, EntityTags.Matches(header, "\"a\""));
}
