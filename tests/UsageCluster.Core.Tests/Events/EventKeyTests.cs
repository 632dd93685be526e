using UsageCluster.Core.Events;

namespace UsageCluster.Core.Tests.Events;

public class EventKeyTests
{
    [Theory]
    [InlineData("0198f7a0-0000-7000-8000-000000000000")]
    [InlineData("3f2504e0-4f89-41d3-9a0c-0305e82c3301")]
    public void A_lower_case_UUID_is_its_own_key(string eventId)
    {
        var key = EventKey.Of(eventId);
        Assert.Equal((Guid.Parse(eventId), null, eventId), (key.Key, key.Text, key.EventId));
    }

    [Theory]
    [InlineData("3F2504E0-4f89-41d3-9a0c-0305e82c3301")]
    [InlineData("3f2504e04f8941d39a0c0305e82c3301")]
    [InlineData("3f2504e0-4f89-81d3-9a0c-0305e82c3301")]
    [InlineData("{3f2504e0-4f89-41d3-9a0c-0305e82c3301}")]
    [InlineData("call-1")]
    public void Any_other_id_keeps_its_text_beside_a_version_8_key(string eventId)
    {
        var key = EventKey.Of(eventId);
        Assert.Equal((8, eventId, eventId), (key.Key.Version, key.Text, key.EventId));
        Assert.NotEqual(key.Key, EventKey.Of(eventId + "x").Key);
    }

    [Fact]
    public void The_keys_of_texts_stay_as_they_are() => Assert.Equal("5d7963c4-f471-8142-b5a7-2214a9666fb1", EventKey.Of("call-1").Key.ToString("D"));
}
