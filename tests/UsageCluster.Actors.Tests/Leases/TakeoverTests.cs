using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;

namespace UsageCluster.Actors.Tests.Leases;

/// <summary>A company that passes from node to node. Leases last 5 s by the nodes, 5.5 s by the store, and are renewed every 1.67 s.</summary>
public sealed class TakeoverTests
{
    private readonly LeaseWorld _world = new();

    [Fact]
    public void The_owner_after_a_dead_node_reads_at_once_and_acknowledges_when_the_lease_has_ended() => _world.Run(async () =>
    {
        var (old, next) = (await _world.StartNodeAsync(), await _world.StartNodeAsync());
        var before = await old.ActivateAsync();
        await before.RecordAsync(TestNode.Event("a"));
        old.Kill();

        var after = await next.ActivateAsync();
        Assert.Equal(1, TestNode.EventsIn(after.View));
        var call = after.RecordAsync(TestNode.Event("b"));
        await _world.PassAsync(5.4);
        Assert.False(call.IsCompleted);
        Assert.Null(before.View);
        await _world.PassAsync(0.2);

        Assert.Equal(RecordOutcome.Accepted, await call);
        Assert.Equal(RecordOutcome.Accepted, await after.RecordAsync(TestNode.Event("c")));
        Assert.Equal(3, TestNode.EventsIn(after.View));
    });

    [Fact]
    public void A_living_owner_gives_up_at_its_next_renewal_and_the_taker_then_acknowledges() => _world.Run(async () =>
    {
        var (old, next) = (await _world.StartNodeAsync(), await _world.StartNodeAsync());
        var before = await old.ActivateAsync();
        await before.RecordAsync(TestNode.Event("a"));

        var after = await next.ActivateAsync();
        var call = after.RecordAsync(TestNode.Event("b"));
        await _world.PassAsync(1.5);
        // Nothing that it does not show was acknowledged yet.
        Assert.Equal(1, TestNode.EventsIn(before.View));
        Assert.False(call.IsCompleted);
        await _world.PassAsync(1);

        Assert.Null(before.View);
        Assert.True(before.IsBroken);
        Assert.Equal(RetryableFailure.Fenced, (await Assert.ThrowsAsync<RetryableException>(() => before.RecordAsync(TestNode.Event("c")))).Failure);
        Assert.True(old.Term.IsHeld);
        Assert.Empty(old.Ended);
        Assert.Equal(RecordOutcome.Accepted, await call);
    });

    [Fact]
    public void A_living_owner_that_never_hears_of_it_shows_nothing_when_the_taker_acknowledges() => _world.Run(async () =>
    {
        var (old, next) = (await _world.StartNodeAsync(), await _world.StartNodeAsync());
        var before = await old.ActivateAsync();
        old.Calls.HoldsAnswers = true;

        var after = await next.ActivateAsync();
        var call = after.RecordAsync(TestNode.Event("a"));
        while (!call.IsCompleted)
        {
            Assert.Equal(old.Term.IsHeld, before.View is not null);
            await _world.PassAsync(0.05);
        }

        Assert.Null(before.View);
        Assert.Equal(RecordOutcome.Accepted, await call);
    });

    [Theory]
    [InlineData(0.92)]
    [InlineData(1.08)]
    public void An_owner_whose_clocks_are_off_by_less_than_the_margin_shows_nothing_when_the_taker_acknowledges(double rate) => _world.Run(async () =>
    {
        var (old, next) = (await _world.StartNodeAsync(), await _world.StartNodeAsync());
        old.ClockRate = rate;
        var before = await old.ActivateAsync();
        // It lasts as long as it can: counted from a renewal whose successors are not answered.
        await _world.PassAsync(2);
        old.Calls.HoldsAnswers = true;

        var after = await next.ActivateAsync();
        var call = after.RecordAsync(TestNode.Event("a"));
        while (!call.IsCompleted)
            await _world.PassAsync(0.05);

        Assert.Null(before.View);
        Assert.False(old.Term.IsHeld);
        Assert.Equal(RecordOutcome.Accepted, await call);
    });

    [Theory]
    [InlineData(0.92)]
    [InlineData(1.08)]
    public void A_taker_whose_clocks_are_off_waits_by_the_stores_clock(double rate) => _world.Run(async () =>
    {
        var (old, next) = (await _world.StartNodeAsync(), await _world.StartNodeAsync());
        next.ClockRate = rate;
        await old.ActivateAsync();
        old.Kill();

        var after = await next.ActivateAsync();
        var call = after.RecordAsync(TestNode.Event("a"));
        await _world.PassAsync(5.4);
        Assert.False(call.IsCompleted);
        await _world.PassAsync(0.2 + (LeaseNode.ActorOptions.AckPollPeriod.TotalSeconds / rate));

        Assert.Equal(RecordOutcome.Accepted, await call);
    });

    [Fact]
    public void A_third_owner_inherits_the_wait() => _world.Run(async () =>
    {
        var nodes = new[] { await _world.StartNodeAsync(), await _world.StartNodeAsync(), await _world.StartNodeAsync() };
        var first = await nodes[0].ActivateAsync();
        nodes[0].Kill();
        await _world.PassAsync(1);
        var second = await nodes[1].ActivateAsync();
        await second.DeactivateAsync(CancellationToken.None);

        var third = await nodes[2].ActivateAsync();
        var call = third.RecordAsync(TestNode.Event("a"));
        await _world.PassAsync(4.4);
        Assert.False(call.IsCompleted);
        await _world.PassAsync(0.2);

        Assert.Null(first.View);
        Assert.Equal(RecordOutcome.Accepted, await call);
    });

    [Fact]
    public void Nobody_waits_for_a_node_that_stopped_in_order() => _world.Run(async () =>
    {
        var (old, next) = (await _world.StartNodeAsync(), await _world.StartNodeAsync());
        var before = await old.ActivateAsync();
        await before.RecordAsync(TestNode.Event("a"));
        // Its company was not given up, as when that takes too long.
        await old.StopAsync();

        var after = await next.ActivateAsync();

        Assert.Equal(RecordOutcome.Accepted, await after.RecordAsync(TestNode.Event("b")));
    });

    [Fact]
    public void A_later_activation_on_the_same_node_waits_for_nobody_and_the_earlier_one_shows_nothing() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var earlier = await node.ActivateAsync();
        _world.Ledger.AfterActivation.Close();
        var activating = node.ActivateAsync();
        await _world.Loop.Settle();

        Assert.Null(earlier.View);
        Assert.True(earlier.IsBroken);
        _world.Ledger.AfterActivation.Open();
        Assert.Equal(RecordOutcome.Accepted, await (await activating).RecordAsync(TestNode.Event("a")));
    });

    [Fact]
    public void An_activation_that_hears_of_its_takeover_before_its_own_epoch_never_shows_anything() => _world.Run(async () =>
    {
        var (slow, next) = (await _world.StartNodeAsync(), await _world.StartNodeAsync());
        var actor = slow.NewActor();
        _world.Ledger.AfterActivation.Close();
        var activating = actor.ActivateAsync(CancellationToken.None);
        await _world.Loop.Settle();
        Assert.Equal(1, _world.Ledger.AfterActivation.Waiting);
        var taking = next.ActivateAsync();
        await _world.PassAsync(2);
        _world.Ledger.AfterActivation.Open();

        Assert.Equal(RetryableFailure.Fenced, (await Assert.ThrowsAsync<RetryableException>(() => activating)).Failure);
        Assert.Null(actor.View);
        Assert.True(slow.Term.IsHeld);
        Assert.NotNull((await taking).View);
    });

    [Fact]
    public void An_activation_under_a_lease_that_ended_meanwhile_shows_nothing_under_the_next_one() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var term = node.Term;
        var actor = node.NewActor();
        _world.Ledger.AfterActivation.Close();
        var activating = actor.ActivateAsync(CancellationToken.None);
        await _world.Loop.Settle();
        node.Time.AdvanceWall(TimeSpan.FromSeconds(6));
        Assert.False(term.IsHeld);
        await _world.Loop.Settle();
        Assert.True(node.Term.IsHeld);
        _world.Ledger.AfterActivation.Open();

        Assert.Equal(RetryableFailure.Unavailable, (await Assert.ThrowsAsync<RetryableException>(() => activating)).Failure);
        Assert.Null(actor.View);
        Assert.Null(actor.ViewUnder(node.Term));
    });

    [Fact]
    public void A_view_is_shown_under_the_term_that_it_was_activated_under_and_no_other() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        var actor = await node.ActivateAsync();
        var term = node.Term;
        Assert.NotNull(actor.ViewUnder(term));
        Assert.NotNull(actor.View);

        _world.Leases.MarkDead(term.LeaseNo);
        await _world.PassAsync(2);

        Assert.NotSame(term, node.Term);
        Assert.True(node.Term.IsHeld);
        Assert.Null(actor.View);
        Assert.Null(actor.ViewUnder(node.Term));
        Assert.True(actor.IsBroken);
        Assert.Equal(RetryableFailure.Unavailable, (await Assert.ThrowsAsync<RetryableException>(() => actor.RecordAsync(TestNode.Event("a")))).Failure);
        Assert.Throws<RetryableException>(() => actor.Settings);
        Assert.Equal(RecordOutcome.Accepted, await (await node.ActivateAsync()).RecordAsync(TestNode.Event("b")));
    });

    [Fact]
    public void Without_a_lease_nothing_is_activated() => _world.Run(async () =>
    {
        var node = await _world.StartNodeAsync();
        node.Calls.IsCutOff = true;
        await _world.PassAsync(6);

        var failure = await Assert.ThrowsAsync<RetryableException>(() => node.ActivateAsync());

        Assert.Equal(RetryableFailure.Unavailable, failure.Failure);
        Assert.Equal(0, _world.Ledger.Of(TestNode.Company).Epoch);
    });
}
