using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Standalone.Engine;

namespace UsageCluster.Standalone.Tests.Engine;

public sealed class MailboxTests
{
    private readonly Mailbox _mailbox = new(turnsPerSlice: 4, NullLogger.Instance);

    [Fact]
    public async Task Turns_run_one_at_a_time()
    {
        var running = 0;
        var most = 0;
        var unguarded = 0;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => _mailbox.RunAsync(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                unguarded++;
                Interlocked.Decrement(ref running);
                await Task.Yield();
            }

            return true;
        }))));

        Assert.Equal(1, most);
        Assert.Equal(64 * 50, unguarded);
    }

    [Fact]
    public async Task What_is_posted_first_begins_first()
    {
        var order = new List<int>();
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => _mailbox.RunAsync(() =>
        {
            order.Add(i);
            return Task.FromResult(true);
        })));
        Assert.Equal(Enumerable.Range(0, 1000), order);
    }

    [Fact]
    public async Task After_an_await_a_call_is_on_its_mailbox_again()
    {
        var elsewhere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = _mailbox.RunAsync(async () =>
        {
            await elsewhere.Task;
            return SynchronizationContext.Current;
        });
        elsewhere.SetResult();
        Assert.Same(_mailbox, await call);
    }

    [Fact]
    public async Task Calls_interleave_at_their_awaits()
    {
        var first = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = _mailbox.RunAsync(() => first.Task);
        Assert.Equal(2, await _mailbox.RunAsync(() => Task.FromResult(2)));
        first.SetResult(1);
        Assert.Equal(1, await waiting);
    }

    [Fact]
    public async Task A_caller_gets_the_failure_and_the_mailbox_goes_on()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => _mailbox.RunAsync<int>(() => throw new InvalidDataException()));
        _mailbox.Post(static _ => throw new InvalidDataException(), null);
        Assert.Equal(1, await _mailbox.RunAsync(() => Task.FromResult(1)));
    }

    [Fact]
    public async Task A_busy_mailbox_lets_the_thread_pool_do_other_work()
    {
        var other = new Mailbox(turnsPerSlice: 4, NullLogger.Instance);
        var stop = false;
        void Again(object? state)
        {
            if (!Volatile.Read(ref stop))
                _mailbox.Post(Again, null);
        }

        // More busy mailboxes than threads would have to run them.
        for (var i = 0; i < 4 * Environment.ProcessorCount; i++)
            _mailbox.Post(Again, null);
        Assert.Equal(1, await other.RunAsync(() => Task.FromResult(1)));
        Volatile.Write(ref stop, true);
    }
}
