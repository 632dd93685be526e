using UsageCluster.Gateway.Webhooks;

namespace UsageCluster.Gateway.Tests.Webhooks;

public sealed class DeliveryScheduleTests
{
    [Fact]
    public void Waits_grow_from_seconds_to_a_day_and_then_end()
    {
        var waits = Enumerable.Range(1, 8).Select(DeliverySchedule.After).ToList();

        Assert.Equal(
            ["00:00:05", "00:00:30", "00:02:00", "00:10:00", "01:00:00", "06:00:00", "1.00:00:00", null],
            waits.Select(w => w?.ToString()));
        Assert.Null(DeliverySchedule.After(100));
    }
}
