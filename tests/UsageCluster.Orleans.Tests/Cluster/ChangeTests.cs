using UsageCluster.Orleans.Tests.Support;
using UsageCluster.TestKit.Changes;

namespace UsageCluster.Orleans.Tests.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class ChangeTests(ClusterServers servers)
{
    /// <summary>Domain rule 13: after the answer of one silo, none books by what was before.</summary>
    [ClusterFact]
    public async Task After_a_change_was_answered_by_one_silo_none_books_by_the_state_before_it()
    {
        await using var cluster = await servers.NewAsync();
        await cluster.StartAsync(silos: 2);
        using var flight = new ChangeInFlight([.. cluster.Silos.Select(s => s.Url)], RunningCluster.AdminKey);

        foreach (var change in BookingChange.All)
        {
            var report = await flight.RunAsync(change);

            Assert.True(report.Faults.Count == 0, $"{change.Name}: {string.Join('\n', report.Faults.Take(10))}");
            Assert.True(report is { Before: > 0, After: > 0 }, $"{change.Name}: {report}");
        }
    }
}
