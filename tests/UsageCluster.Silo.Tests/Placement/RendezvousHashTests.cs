using System.Globalization;
using UsageCluster.Silo.Placement;

namespace UsageCluster.Silo.Tests.Placement;

public class RendezvousHashTests
{
    private const int Keys = 30_000;

    private static ulong[] Nodes(int count) =>
        [.. Enumerable.Range(0, count).Select(i => RendezvousHash.Of(string.Create(CultureInfo.InvariantCulture, $"10.0.0.{i}:11111")))];

    private static IEnumerable<ulong> AllKeys() =>
        Enumerable.Range(0, Keys).Select(i => RendezvousHash.Of(string.Create(CultureInfo.InvariantCulture, $"company-{i}")));

    // Every version of the program must agree on them: a rolling upgrade has two at once.
    [Theory]
    [InlineData("", 0xc381_7c01_6ba4_ff30)]
    [InlineData("acme", 0x4279_cfb0_4f79_f3bf)]
    [InlineData("10.0.0.7:11111", 0xe4d5_a13e_a660_92f4)]
    [InlineData("Zürich ☕", 0x4021_8211_ffed_0fe5)]
    public void A_text_has_the_hash_that_it_always_had(string text, ulong expected) => Assert.Equal(expected, RendezvousHash.Of(text));

    [Fact]
    public void Every_node_gets_its_share_within_a_few_percent()
    {
        var nodes = Nodes(7);
        var shares = new int[nodes.Length];
        foreach (var key in AllKeys())
            shares[RendezvousHash.Pick(nodes, key)]++;
        Assert.All(shares, share => Assert.InRange(share, Keys / 7 * 0.93, Keys / 7 * 1.07));
    }

    [Fact]
    public void A_node_that_goes_moves_its_own_keys_alone_and_spreads_them()
    {
        var before = Nodes(5);
        var after = before[..4];
        var inherited = new int[4];
        foreach (var key in AllKeys())
        {
            var was = RendezvousHash.Pick(before, key);
            var now = RendezvousHash.Pick(after, key);
            if (was < 4)
                Assert.Equal(was, now);
            else
                inherited[now]++;
        }

        Assert.All(inherited, share => Assert.InRange(share, Keys / 20 * 0.85, Keys / 20 * 1.15));
    }
}
