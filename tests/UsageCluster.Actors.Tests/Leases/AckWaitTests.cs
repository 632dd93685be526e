using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;

namespace UsageCluster.Actors.Tests.Leases;

/// <summary>What an activation does while it may not acknowledge anything yet.</summary>
public sealed class AckWaitTests
{
    private readonly LeaseWorld _world = new();

    [Fact]
    public void What_is_sent_waits_in_the_bounded_queue() => _world.Run(async () =>
    {
        var actor = await WaitingActorAsync();

        var fits = actor.RecordAsync(Enumerable.Range(0, 100).Select(i => TestNode.Event($"e{i}")).ToArray(), dryRun: false);
        var refused = await Assert.ThrowsAsync<RetryableException>(() => actor.RecordAsync(TestNode.Event("one too many")));

        Assert.Equal(RetryableFailure.Overloaded, refused.Failure);
        Assert.True(actor.IsBusy);
        await _world.PassAsync(6);
        Assert.All(await fits, outcome => Assert.Equal(RecordOutcome.Accepted, outcome));
    });

    [Fact]
    public void A_duplicate_is_told_of_as_late_as_it_would_be_acknowledged() => _world.Run(async () =>
    {
        var actor = await WaitingActorAsync();

        var repeated = actor.RecordAsync(TestNode.Event("before"));
        var triedOut = actor.RecordAsync([TestNode.Event("before")], dryRun: true);
        await _world.PassAsync(5.4);
        Assert.False(repeated.IsCompleted || triedOut.IsCompleted);
        await _world.PassAsync(0.2);

        Assert.Equal(RecordOutcome.Duplicate, await repeated);
        Assert.Equal([RecordOutcome.Duplicate], await triedOut);
    });

    [Fact]
    public void A_deactivation_does_not_wait_and_what_waited_is_to_be_sent_again() => _world.Run(async () =>
    {
        var actor = await WaitingActorAsync();
        var call = actor.RecordAsync(TestNode.Event("a"));
        var triedOut = actor.RecordAsync([TestNode.Event("b")], dryRun: true);
        await _world.Loop.Settle();

        await actor.DeactivateAsync(CancellationToken.None);

        Assert.Equal(RetryableFailure.ShuttingDown, (await Assert.ThrowsAsync<RetryableException>(() => call)).Failure);
        Assert.Equal(RetryableFailure.ShuttingDown, (await Assert.ThrowsAsync<RetryableException>(() => triedOut)).Failure);
        Assert.False(_world.Ledger.Of(TestNode.Company).IsOwned);
        Assert.False(actor.IsBusy);
        Assert.Single(_world.Ledger.Of(TestNode.Company).Events);
    });

    [Fact]
    public void Without_the_stores_word_what_waits_is_refused_and_the_next_call_waits_again() => _world.Run(async () =>
    {
        var actor = await WaitingActorAsync();
        _world.Ledger.NextReadFails = () => true;
        var call = actor.RecordAsync(TestNode.Event("a"));
        await _world.PassAsync(1);
        Assert.Equal(RetryableFailure.Unavailable, (await Assert.ThrowsAsync<RetryableException>(() => call)).Failure);
        Assert.False(actor.IsBroken);
        _world.Ledger.NextReadFails = () => false;

        var again = actor.RecordAsync(TestNode.Event("a"));
        await _world.PassAsync(4.4);
        Assert.False(again.IsCompleted);
        await _world.PassAsync(0.6);
        Assert.Equal(RecordOutcome.Accepted, await again);
    });

    [Fact]
    public void One_that_is_taken_over_while_it_waits_refuses_what_waits() => _world.Run(async () =>
    {
        var actor = await WaitingActorAsync();
        var call = actor.RecordAsync(TestNode.Event("a"));
        await (await _world.StartNodeAsync()).ActivateAsync();

        await _world.PassAsync(2);

        Assert.Equal(RetryableFailure.Fenced, (await Assert.ThrowsAsync<RetryableException>(() => call)).Failure);
        Assert.False(actor.IsBusy);
    });

    [Fact]
    public void Companies_that_wait_ask_together_and_in_bounded_questions() => _world.Run(async () =>
    {
        const int Companies = 100;
        var ids = Enumerable.Range(0, Companies).Select(i => $"c{i}").ToArray();
        foreach (var id in ids)
            _world.Ledger.Create(id, BillingSystem.Minutes);
        var (old, next) = (await _world.StartNodeAsync(), await _world.StartNodeAsync());
        foreach (var id in ids)
            await old.ActivateAsync(id);
        old.Kill();
        var calls = new List<Task<RecordOutcome>>();
        foreach (var id in ids)
        {
            calls.Add((await next.ActivateAsync(id)).RecordAsync(TestNode.Event("a", companyId: id)));
            await _world.PassAsync(0.01);
        }

        await _world.PassAsync(4);

        Assert.DoesNotContain(calls, c => c.IsCompleted);
        Assert.NotEmpty(_world.Ledger.AckQuestions);
        Assert.All(_world.Ledger.AckQuestions, companies => Assert.InRange(companies, 1, LeaseNode.ActorOptions.AckPollCompaniesMax));
        // Ten moments in five seconds; of a hundred companies at most four questions each: the first one leaves alone.
        Assert.InRange(_world.Ledger.AckQuestions.Count, 1, 10 * 4);
        await _world.PassAsync(0.55);
        Assert.Equal(RecordOutcome.Accepted, Assert.Single((await TestNode.AllAsync([.. calls])).Distinct()));
    });

    [Fact]
    public void One_that_waits_for_a_lease_that_is_marked_dead_acknowledges_by_the_next_moment() => _world.Run(async () =>
    {
        var actor = await WaitingActorAsync();
        var call = actor.RecordAsync(TestNode.Event("a"));
        await _world.PassAsync(0.7);
        Assert.False(call.IsCompleted);
        _world.Leases.MarkDead(1);

        await _world.PassAsync(LeaseNode.ActorOptions.AckPollPeriod.TotalSeconds);

        Assert.Equal(RecordOutcome.Accepted, await call);
    });

    /// <summary>An activation after a node that died with a company of which <c>before</c> is booked: it may acknowledge in 5.5 s.</summary>
    private async Task<CompanyActor> WaitingActorAsync()
    {
        var (old, next) = (await _world.StartNodeAsync(), await _world.StartNodeAsync());
        await (await old.ActivateAsync()).RecordAsync(TestNode.Event("before"));
        old.Kill();
        return await next.ActivateAsync();
    }
}
