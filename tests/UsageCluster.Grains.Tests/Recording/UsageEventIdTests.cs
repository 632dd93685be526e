using UsageCluster.Grains.Recording;
using UsageCluster.Grains.Tests.Support;

namespace UsageCluster.Grains.Tests.Recording;

public class UsageEventIdTests
{
    [Fact]
    public void Ids_are_lower_case_uuids_of_version_7_that_sort_by_time()
    {
        var time = new VirtualTime();
        List<string> ids = [];
        for (var i = 0; i < 100; i++)
        {
            ids.Add(UsageEventId.New(time));
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.All(ids, id => Assert.Equal(id, Guid.Parse(id).ToString()));
        Assert.All(ids, id => Assert.Equal(7, Guid.Parse(id).Version));
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.NotEqual(UsageEventId.New(time), UsageEventId.New(time));
    }
}
