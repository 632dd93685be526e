using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Ledger;

public class HashChainTests
{
    [Fact]
    public void The_hashes_of_format_1_stay_as_they_are()
    {
        Assert.Equal("37454C45DD7E5FB34AC631D0D42AD8ADA989736A2B349F63D938A89D6EA7EC33", Convert.ToHexString(HashChain.Genesis(Make.Company)));
        Assert.Equal("FD80660278BB96A4A782046725D058AD0DC316ED51A60A0F2AE641AF2D70A68B", Convert.ToHexString(HashChain.Next(HashChain.Genesis(Make.Company), EntryCodecTests.Usage)));
    }

    [Fact]
    public void The_first_hash_covers_a_label_and_the_company() =>
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes("UsageCluster ledger 1\0acme")), HashChain.Genesis("acme"));

    [Fact]
    public void The_next_hash_covers_the_previous_one_and_the_canonical_bytes()
    {
        var previous = HashChain.Genesis("acme");
        var writer = new ArrayBufferWriter<byte>();
        EntryCodec.WriteCanonical(EntryCodecTests.Usage, writer);
        Assert.Equal(SHA256.HashData([.. previous, .. writer.WrittenSpan]), HashChain.Next(previous, EntryCodecTests.Usage));
    }

    [Fact]
    public void Another_company_another_predecessor_and_another_entry_give_another_hash()
    {
        var genesis = HashChain.Genesis("acme");
        var other = HashChain.Genesis("acme2");
        var entry = EntryCodecTests.Usage;
        byte[][] hashes =
        [
            genesis, other, HashChain.Next(genesis, entry), HashChain.Next(other, entry), HashChain.Next(genesis, entry with { Quantity = 1 }),
        ];
        Assert.Equal(hashes.Length, hashes.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void A_previous_hash_of_another_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => HashChain.Next(new byte[31], EntryCodecTests.Usage));
}
