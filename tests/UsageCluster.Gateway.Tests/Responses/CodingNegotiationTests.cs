using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Tests.Responses;

public sealed class CodingNegotiationTests
{
    [Theory]
    [InlineData(null, "Identity")]
    [InlineData("", "Identity")]
    [InlineData("identity", "Identity")]
    [InlineData("deflate", "Identity")]
    [InlineData("*", "Identity")]
    [InlineData("gzip", "Gzip")]
    [InlineData("x-gzip", "Gzip")]
    [InlineData("GZIP", "Gzip")]
    [InlineData("br", "Brotli")]
    [InlineData("gzip, deflate, br", "Brotli")]
    [InlineData("gzip;q=1, br;q=0.9", "Gzip")]
    [InlineData("br;q=0, gzip;q=0.1", "Gzip")]
    [InlineData("identity;q=1, gzip;q=0.5", "Identity")]
    [InlineData("gzip;q=0", "Identity")]
    [InlineData("identity;q=0, *", "Brotli")]
    [InlineData("identity;q=0, br;q=0, *;q=0.5", "Gzip")]
    [InlineData("*;q=0, gzip", "Gzip")]
    public void The_best_weight_wins_and_only_a_named_coding_compresses(string? acceptEncoding, string expected) =>
        Assert.Equal(expected, CodingNegotiation.Choose(acceptEncoding).ToString());

    [Theory]
    [InlineData("identity;q=0")]
    [InlineData("*;q=0")]
    [InlineData("gzip;q=0, br;q=0, identity;q=0")]
    [InlineData("deflate, identity;q=0")]
    public void What_refuses_every_coding_is_not_acceptable(string acceptEncoding)
    {
        var problem = Assert.Throws<ProblemException>(() => CodingNegotiation.Choose(acceptEncoding));
        Assert.Same(ErrorCodes.NotAcceptable, problem.Code);
    }
}
