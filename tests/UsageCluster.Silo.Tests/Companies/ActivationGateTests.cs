using UsageCluster.Actors.Ports;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Hosting;
using UsageCluster.Silo.Tests.Support;

namespace UsageCluster.Silo.Tests.Companies;

public sealed class ActivationGateTests : IDisposable
{
    private static readonly SiloBounds Bounds = new()
    {
        ActivationsInParallelMax = 2,
        ActivationsWaitingMax = 1,
        BackoffMin = TimeSpan.FromMilliseconds(50),
        BackoffMax = TimeSpan.FromSeconds(2),
        BackoffForgottenAfter = TimeSpan.FromSeconds(30),
        BrokenCompaniesMax = 3,
    };

    private readonly SetClock _clock = new();
    private readonly ActivationGate _gate;

    public ActivationGateTests() => _gate = new ActivationGate(Bounds, _clock);

    [Fact]
    public async Task A_few_run_one_waits_and_the_next_is_refused()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Enumerable.Range(0, 2).Select(i => _gate.RunAsync($"c{i}", () => held.Task, default)).ToList();
        var began = false;
        var waiting = _gate.RunAsync("c2", () => { began = true; return Task.CompletedTask; }, default);
        Assert.False(began);

        var refused = await Assert.ThrowsAsync<RetryableException>(() => _gate.RunAsync("c3", () => Task.CompletedTask, default));
        Assert.Equal(RetryableFailure.Overloaded, refused.Failure);

        held.SetResult();
        await Task.WhenAll([.. running, waiting]);
        Assert.True(began);
    }

    [Fact]
    public async Task A_place_is_free_again_after_a_failure()
    {
        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<InvalidOperationException>(() => _gate.RunAsync("acme", () => throw new InvalidOperationException(), default));
    }

    [Fact]
    public void A_company_that_breaks_again_and_again_waits_longer_up_to_a_bound()
    {
        Assert.Null(_gate.BackoffOf("acme"));
        _gate.NoteBroken("acme");
        Assert.Equal(TimeSpan.FromMilliseconds(50), _gate.BackoffOf("acme"));
        _gate.NoteBroken("acme");
        Assert.Equal(TimeSpan.FromMilliseconds(100), _gate.BackoffOf("acme"));
        for (var i = 0; i < 40; i++)
            _gate.NoteBroken("acme");
        Assert.Equal(TimeSpan.FromSeconds(2), _gate.BackoffOf("acme"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), _gate.BackoffOf("acme"));
    }

    [Fact]
    public void A_break_long_ago_is_forgotten()
    {
        _gate.NoteBroken("acme");
        _clock.Advance(Bounds.BackoffForgottenAfter);
        Assert.Null(_gate.BackoffOf("acme"));
        _gate.NoteBroken("acme");
        Assert.Equal(TimeSpan.FromMilliseconds(50), _gate.BackoffOf("acme"));
    }

    [Fact]
    public void Companies_that_need_not_wait_any_more_make_room_for_others()
    {
        foreach (var company in (string[])["a", "b", "c"])
            _gate.NoteBroken(company);
        _clock.Advance(Bounds.BackoffMax);
        _gate.NoteBroken("d");
        Assert.Null(_gate.BackoffOf("a"));
        Assert.NotNull(_gate.BackoffOf("d"));
    }

    public void Dispose() => _gate.Dispose();
}
