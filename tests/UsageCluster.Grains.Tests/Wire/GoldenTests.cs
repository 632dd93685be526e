using UsageCluster.Grains.Tests.Support;

namespace UsageCluster.Grains.Tests.Wire;

/// <summary>
/// Bytes that released versions send, in <c>Golden/1</c>. They stay readable for ever; what this version sends is equal to them until a further
/// field is added, and then gets a folder of its own beside them. <c>USAGE_GOLDEN_WRITE=1</c> writes files that are missing.
/// </summary>
public class GoldenTests
{
    private const string Released = "1", Current = "1";

    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Released_bytes_are_read_as_they_were_meant(string name) =>
        Assert.Equal(Content.Of(Samples.All[name]), Content.Of(Bytes.Back(GoldenFile.Read(Released, name))));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_sent_is_what_the_current_version_is_known_to_send(string name)
    {
        var bytes = Bytes.Of(Samples.All[name]);
        GoldenFile.WriteIfAsked(Current, name, bytes);
        Assert.Equal(Convert.ToHexString(GoldenFile.Read(Current, name)), Convert.ToHexString(bytes));
    }

    [Fact]
    public void Every_golden_file_has_its_sample() => Assert.Equal(Samples.All.Keys, GoldenFile.Names(Released));

    /// <summary>A namespace or an assembly in the bytes would make them unreadable with the next move of a type.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void No_name_of_a_type_of_ours_is_in_the_bytes(string name) =>
        Assert.DoesNotContain("UsageCluster", System.Text.Encoding.Latin1.GetString(Bytes.Of(Samples.All[name])), StringComparison.Ordinal);
}
