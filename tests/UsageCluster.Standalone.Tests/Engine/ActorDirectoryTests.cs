using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Ports;
using UsageCluster.Standalone.Engine;
using UsageCluster.Standalone.Tests.Support;

namespace UsageCluster.Standalone.Tests.Engine;

public sealed class ActorDirectoryTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeActors _actors = new();
    private readonly ManualClock _clock = new();
    private ActorDirectory<FakeActor>? _made;

    [Fact]
    public async Task First_calls_at_once_share_one_activation()
    {
        _actors.Hold = Held();
        var directory = Directory();
        var calls = Enumerable.Range(0, 100).Select(_ => Task.Run(() => directory.EnterAsync("a", default).AsTask())).ToList();
        _actors.Hold.SetResult();
        var cells = await Task.WhenAll(calls);
        Assert.Equal(1, _actors.Begun);
        Assert.All(cells, c => Assert.Same(cells[0], c));
        Assert.Equal(1, directory.Count);
    }

    [Fact]
    public async Task A_cancelled_caller_does_not_end_the_activation_that_others_wait_for()
    {
        _actors.Hold = Held();
        var directory = Directory();
        using var cancel = new CancellationTokenSource();
        var leaving = directory.EnterAsync("a", cancel.Token).AsTask();
        var staying = directory.EnterAsync("a", default).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        _actors.Hold.SetResult();
        Assert.Equal("a", (await staying).Id);
        Assert.Equal(1, _actors.Begun);
    }

    [Fact]
    public async Task Ids_that_do_not_exist_leave_nothing_behind()
    {
        _actors.Failure = id => new UnknownCompanyException(id);
        var directory = Directory();
        for (var i = 0; i < 1_000; i++)
            await Assert.ThrowsAsync<UnknownCompanyException>(() => directory.EnterAsync($"unknown-{i}", default).AsTask());
        Assert.Equal(0, directory.Count);
        Assert.Null(directory.Find("unknown-1"));
    }

    [Fact]
    public async Task An_id_made_while_an_activation_was_looking_for_it_is_found_by_calls_that_came_after()
    {
        _actors.Hold = Held();
        _actors.Failure = id =>
        {
            _actors.Failure = null;
            return new UnknownCompanyException(id);
        };
        var directory = Directory();
        var before = directory.EnterAsync("a", default).AsTask();
        var after = directory.EnterAsync("a", default).AsTask();
        _actors.Hold.SetResult();
        await Assert.ThrowsAsync<UnknownCompanyException>(() => before);
        Assert.Equal("a", (await after.WaitAsync(Patience)).Id);
    }

    [Fact]
    public async Task Every_caller_that_waits_for_an_unknown_id_is_told()
    {
        _actors.Hold = Held();
        _actors.Failure = id => new UnknownCompanyException(id);
        var directory = Directory();
        var calls = Enumerable.Range(0, 10).Select(_ => directory.EnterAsync("a", default).AsTask()).ToList();
        _actors.Hold.SetResult();
        foreach (var call in calls)
            await Assert.ThrowsAsync<UnknownCompanyException>(() => call.WaitAsync(Patience));
        Assert.Equal(0, directory.Count);
    }

    [Fact]
    public async Task An_activation_that_failed_is_tried_again_by_the_next_call()
    {
        _actors.Failure = _ => new RetryableException(RetryableFailure.Unavailable, "down");
        var directory = Directory();
        await Assert.ThrowsAsync<RetryableException>(() => directory.EnterAsync("a", default).AsTask());
        _actors.Failure = null;
        Assert.Equal("a", (await directory.EnterAsync("a", default)).Id);
    }

    [Fact]
    public async Task A_broken_actor_is_replaced_after_a_wait_that_doubles()
    {
        var directory = Directory(new EngineOptions { BackoffMin = TimeSpan.FromMilliseconds(100), BackoffMax = TimeSpan.FromMilliseconds(300) });
        var idleTimers = _clock.Timers;
        foreach (var wait in (int[])[100, 200, 300, 300])
        {
            var broken = await EnterAndExitAsync(directory, "a");
            broken.IsBroken = true;
            var next = directory.EnterAsync("a", default).AsTask();
            await Until(() => _clock.Timers > idleTimers);
            _clock.Advance(TimeSpan.FromMilliseconds(wait - 1));
            Assert.False(next.IsCompleted);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            var cell = await next.WaitAsync(Patience);
            Assert.NotSame(broken, cell.Actor);
            cell.Exit();
        }

        Assert.Empty(_actors.Doubled);
    }

    [Fact]
    public async Task An_actor_that_breaks_after_a_long_life_is_replaced_after_the_shortest_wait()
    {
        var directory = Directory(new EngineOptions { BackoffMin = TimeSpan.FromMilliseconds(100) });
        var idleTimers = _clock.Timers;
        for (var i = 0; i < 3; i++)
        {
            var actor = await EnterAndExitAsync(directory, "a");
            _clock.Advance(TimeSpan.FromSeconds(31));
            actor.IsBroken = true;
            var next = directory.EnterAsync("a", default).AsTask();
            await Until(() => _clock.Timers > idleTimers);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            (await next.WaitAsync(Patience)).Exit();
        }

        Assert.Equal(4, _actors.Begun);
    }

    [Fact]
    public async Task What_nobody_asks_for_is_given_up_and_what_is_used_stays()
    {
        var directory = Directory(new EngineOptions { IdleAfter = TimeSpan.FromMinutes(10) });
        await EnterAndExitAsync(directory, "idle");
        await EnterAndExitAsync(directory, "read");
        var busy = await directory.EnterAsync("busy", default);
        for (var i = 0; i < 12; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            Assert.NotNull(directory.Find("read"));
        }

        await Until(() => _actors.Ended == 1);
        Assert.Equal(["idle"], _actors.EndedIds);
        Assert.Null(directory.Find("idle"));
        busy.Exit();
        await EnterAndExitAsync(directory, "idle");
        Assert.Equal(4, _actors.Begun);
    }

    [Fact]
    public async Task A_call_during_the_end_of_an_activation_gets_the_next_one_and_never_two_live()
    {
        var directory = Directory(new EngineOptions { IdleAfter = TimeSpan.FromMinutes(1) });
        var first = await EnterAndExitAsync(directory, "a");
        _actors.HoldEnds = Held();
        _clock.Advance(TimeSpan.FromMinutes(2));
        await Until(() => _actors.Ending == 1);
        var call = directory.EnterAsync("a", default).AsTask();
        Assert.Equal(1, _actors.Begun);
        Assert.False(call.IsCompleted);
        _actors.HoldEnds.SetResult();
        Assert.NotSame(first, (await call.WaitAsync(Patience)).Actor);
        Assert.Empty(_actors.Doubled);
    }

    [Fact]
    public async Task Beyond_the_bound_the_longest_unused_make_room()
    {
        var directory = Directory(new EngineOptions { ActiveCompaniesMax = 20, IdleAfter = TimeSpan.FromDays(1) });
        for (var i = 0; i < 100; i++)
        {
            await EnterAndExitAsync(directory, $"c{i}");
            Assert.InRange(directory.Count, 1, 20);
            if (i == 50)
                _clock.Advance(TimeSpan.FromHours(4));
        }

        Assert.Equal(100, _actors.Begun);
        Assert.Equal(_actors.Begun - directory.Count, _actors.Ended);
        Assert.NotNull(directory.Find("c99"));
    }

    [Fact]
    public async Task Too_many_that_wait_for_their_activation_are_refused()
    {
        _actors.Hold = Held();
        var directory = Directory(new EngineOptions { ActivationsInParallelMax = 2, ActivationsWaitingMax = 3 });
        var calls = Enumerable.Range(0, 5).Select(i => directory.EnterAsync($"c{i}", default).AsTask()).ToList();
        var failure = await Assert.ThrowsAsync<RetryableException>(() => directory.EnterAsync("one more", default).AsTask());
        Assert.Equal(RetryableFailure.Overloaded, failure.Failure);
        _actors.Hold.SetResult();
        await Task.WhenAll(calls);
        Assert.Equal(5, directory.Count);
    }

    [Fact]
    public async Task Stopping_refuses_new_calls_waits_for_those_in_flight_and_ends_everything()
    {
        var directory = Directory();
        for (var i = 0; i < 50; i++)
            await EnterAndExitAsync(directory, $"c{i}");
        var inFlight = await directory.EnterAsync("c7", default);

        var stop = directory.StopAsync(default);
        await Until(() => _actors.Ended == 49);
        Assert.False(stop.IsCompleted);
        var refused = await Assert.ThrowsAsync<RetryableException>(() => directory.EnterAsync("c1", default).AsTask());
        Assert.Equal(RetryableFailure.ShuttingDown, refused.Failure);
        inFlight.Exit();
        await stop.WaitAsync(Patience);

        Assert.Equal(50, _actors.Ended);
        Assert.Equal(0, directory.Count);
    }

    [Fact]
    public async Task Stopping_fails_those_who_wait_for_an_activation()
    {
        _actors.Hold = Held();
        var directory = Directory();
        var call = directory.EnterAsync("a", default).AsTask();
        await directory.StopAsync(default).WaitAsync(Patience);
        var refused = await Assert.ThrowsAsync<RetryableException>(() => call);
        Assert.Equal(RetryableFailure.ShuttingDown, refused.Failure);
        Assert.Equal(0, directory.Count);
    }

    [Fact]
    public async Task Under_churn_no_id_is_ever_live_twice()
    {
        var directory = Directory(new EngineOptions { ActiveCompaniesMax = 4, BackoffMin = TimeSpan.FromMilliseconds(1), BackoffMax = TimeSpan.FromMilliseconds(1) });
        var callers = Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                var cell = await directory.EnterAsync($"c{((i * 7) + caller) % 16}", default);
                await Task.Yield();
                Assert.True(cell.IsActive);
                Assert.False(cell.Ended.IsCompleted);
                cell.Exit();
            }
        }));
        await Task.WhenAll(callers).WaitAsync(Patience);
        await directory.StopAsync(default).WaitAsync(Patience);

        Assert.Empty(_actors.Doubled);
        Assert.Equal(_actors.Begun, _actors.Ended);
        Assert.Equal(0, directory.Count);
    }

    public async ValueTask DisposeAsync()
    {
        if (_made is not null)
            await _made.DisposeAsync();
    }

    private static TaskCompletionSource Held() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task<FakeActor> EnterAndExitAsync(ActorDirectory<FakeActor> directory, string id)
    {
        var cell = await directory.EnterAsync(id, default).AsTask().WaitAsync(Patience);
        cell.Exit();
        return cell.Actor;
    }

    /// <summary>Waits for what other threads do without the test's clock.</summary>
    private static async Task Until(Func<bool> reached)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!reached())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private ActorDirectory<FakeActor> Directory(EngineOptions? options = null) =>
        _made = new ActorDirectory<FakeActor>(_actors.Make, options ?? new EngineOptions(), _clock, NullLogger.Instance);
}
