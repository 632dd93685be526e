namespace UsageCluster.Actors.Tests.Leases;

public sealed class LeaseWalkTests
{
    [Fact]
    public void Whatever_happens_to_nodes_and_leases_no_view_lacks_what_was_acknowledged()
    {
        var (acknowledged, takeovers) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var walk = new LeaseWalk(seed);
            walk.Run();
            acknowledged += walk.Acknowledged;
            takeovers += walk.Takeovers;
        }

        Assert.True(acknowledged > 300, $"Only {acknowledged} acknowledgements.");
        Assert.True(takeovers > 300, $"Only {takeovers} activations.");
    }
}
