using UsageCluster.Grains.Tests.Support;

namespace UsageCluster.Grains.Tests.Wire;

public class RoundTripTests
{
    public static TheoryData<string> Names => [.. Samples.All.Keys];

    public static TheoryData<string> NamesOfObjects => [.. Samples.All.Where(s => !s.Value.GetType().IsValueType).Select(s => s.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_arrives_has_the_content_that_was_sent(string name)
    {
        var sent = Samples.All[name];
        var arrived = Bytes.Back(Bytes.Of(sent));
        Assert.NotSame(sent, arrived);
        Assert.Equal(Content.Of(sent), Content.Of(arrived));
    }

    [Theory]
    [MemberData(nameof(NamesOfObjects))]
    public void What_stays_in_a_process_is_not_copied(string name) => Assert.Same(Samples.All[name], Bytes.Copier.Copy(Samples.All[name]));
}
