using UsageCluster.TestKit.Changes;

namespace UsageCluster.Standalone.Tests.Changes;

/// <summary>Changes while events come in (domain rule 13).</summary>
public sealed class InFlightTests(StoreServers servers) : IClassFixture<StoreServers>
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var store in StoreServers.Stores)
            {
                foreach (var change in BookingChange.All)
                    cases.Add(store, change.Name);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task After_a_change_was_answered_nothing_is_booked_by_the_state_before_it(string store, string change)
    {
        using var flight = new ChangeInFlight([await servers.UrlAsync(store)], StoreServers.AdminKey);

        var report = await flight.RunAsync(BookingChange.All.Single(c => c.Name == change));

        Assert.Empty(report.Faults);
        Assert.True(report is { Before: > 0, After: > 0 }, report.ToString());
    }
}
