using UsageCluster.Actors.Tests.Support;

namespace UsageCluster.Actors.Tests.Leases;

/// <summary>How long a node counts on its lease. It lasts 5 s, is renewed every 1.67 s, and the store takes it for 5.5 s.</summary>
public sealed class NodeLeaseTests
{
    private readonly LeaseWorld _world = new();

    [Fact]
    public void A_lease_that_is_renewed_goes_on_as_the_same_term() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var term = node.Term;

        await _world.PassAsync(60);

        Assert.True(term.IsHeld);
        Assert.Same(term, node.Term);
        Assert.Equal(1, _world.Leases.Count);
    });

    [Fact]
    public void A_lease_counts_from_before_the_call_that_took_it() => _world.Run(async () =>
    {
        var node = new LeaseNode(_world, 1);
        node.Calls.HoldsAnswers = true;
        var starting = node.StartAsync();
        await _world.Loop.Settle();
        node.Time.Advance(TimeSpan.FromSeconds(3));
        node.Calls.Answer();
        await starting;
        node.Calls.IsCutOff = true;

        node.Time.Advance(TimeSpan.FromSeconds(1.99));
        Assert.True(node.Term.IsHeld);
        node.Time.Advance(TimeSpan.FromSeconds(0.01));
        Assert.False(node.Term.IsHeld);
    });

    [Fact]
    public void A_renewal_that_is_answered_late_counts_from_its_start() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var term = node.Term;
        node.Calls.HoldsAnswers = true;
        // The renewal begins within this step, 1.7 s after the start.
        await _world.PassAsync(1.7);
        Assert.Equal(1, node.Calls.Held);
        await _world.PassAsync(3.2);
        node.Calls.Answer();
        node.Calls.IsCutOff = true;
        await _world.Loop.Settle();

        await _world.PassAsync(1.75);
        Assert.True(term.IsHeld);
        await _world.PassAsync(0.1);
        Assert.False(term.IsHeld);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_renewal_that_is_answered_after_the_end_resumes_nothing(bool ignoresCancellation) => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var term = node.Term;
        node.Calls.IgnoresCancellation = ignoresCancellation;
        node.Calls.HoldsAnswers = true;
        await _world.PassAsync(5.05);
        Assert.False(term.IsHeld);

        node.Calls.Answer();
        await _world.PassAsync(0.5);

        Assert.False(term.IsHeld);
        Assert.True(_world.Leases.IsDead(term.LeaseNo));
        Assert.True(node.Term.IsHeld);
        Assert.NotEqual(term.LeaseNo, node.Term.LeaseNo);
        Assert.Equal([term], node.Ended);
    });

    [Fact]
    public void A_suspended_machine_whose_wall_clock_went_on_has_lost_its_lease_for_good() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var term = node.Term;

        node.Time.AdvanceWall(TimeSpan.FromSeconds(5));
        Assert.False(term.IsHeld);
        node.Time.AdvanceWall(TimeSpan.FromSeconds(-5));

        Assert.False(term.IsHeld);
        await _world.Loop.Settle();
        Assert.Equal([term], node.Ended);
        Assert.True(node.Term.IsHeld);
    });

    [Fact]
    public void A_wall_clock_that_stands_or_is_turned_back_prolongs_nothing() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var term = node.Term;
        node.Calls.IsCutOff = true;
        node.Time.AdvanceWall(TimeSpan.FromHours(-1));

        node.Time.AdvanceMonotonic(TimeSpan.FromSeconds(4.99));
        Assert.True(term.IsHeld);
        node.Time.AdvanceMonotonic(TimeSpan.FromSeconds(0.01));
        Assert.False(term.IsHeld);
    });

    [Fact]
    public void A_lease_that_the_store_has_as_dead_is_dropped_and_another_one_taken() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var term = node.Term;
        _world.Leases.MarkDead(term.LeaseNo);

        await _world.PassAsync(2);

        Assert.False(term.IsHeld);
        Assert.Equal([term], node.Ended);
        Assert.True(node.Term.IsHeld);
        Assert.NotEqual(term.LeaseNo, node.Term.LeaseNo);
    });

    [Fact]
    public void A_node_without_a_store_has_no_lease_until_the_store_is_back() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var term = node.Term;
        node.Calls.IsCutOff = true;
        await _world.PassAsync(4.9);
        Assert.True(term.IsHeld);

        await _world.PassAsync(20);
        Assert.False(node.Term.IsHeld);
        Assert.Equal([term], node.Ended);
        // One outage, one line.
        Assert.Single(node.Logger.EventIds, 201);

        node.Calls.IsCutOff = false;
        await _world.PassAsync(0.5);
        Assert.True(node.Term.IsHeld);
    });

    [Fact]
    public void A_short_outage_costs_nothing() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var term = node.Term;
        for (var outage = 0; outage < 5; outage++)
        {
            node.Calls.IsCutOff = true;
            await _world.PassAsync(3);
            node.Calls.IsCutOff = false;
            await _world.PassAsync(3);
        }

        Assert.True(term.IsHeld);
        Assert.Same(term, node.Term);
    });

    [Fact]
    public void A_node_that_stops_marks_its_lease_dead() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var actor = await node.ActivateAsync();

        await node.StopAsync();

        Assert.True(_world.Leases.IsDead(node.Term.LeaseNo));
        Assert.False(node.Term.IsHeld);
        Assert.Null(actor.View);
    });
}
