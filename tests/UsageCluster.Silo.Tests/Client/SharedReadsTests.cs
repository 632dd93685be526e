using UsageCluster.Silo.Client;

namespace UsageCluster.Silo.Tests.Client;

public class SharedReadsTests
{
    private readonly List<(string Key, TaskCompletionSource<int> Answer)> _begun = [];
    private readonly SharedReads<string, int> _reads;

    public SharedReadsTests() => _reads = new(key =>
    {
        var answer = new TaskCompletionSource<int>();
        lock (_begun)
            _begun.Add((key, answer));
        return new(answer.Task);
    });

    [Fact]
    public async Task A_read_begins_at_once_when_none_is_under_way()
    {
        var first = _reads.ReadAsync("a");
        _begun.Single().Answer.SetResult(1);
        Assert.Equal(1, await first);

        var second = _reads.ReadAsync("a");
        _begun[1].Answer.SetResult(2);
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task Who_asks_during_a_read_is_answered_by_the_next_one_together_with_others()
    {
        var first = _reads.ReadAsync("a");
        var second = _reads.ReadAsync("a");
        var third = _reads.ReadAsync("a");
        Assert.Single(_begun);

        _begun[0].Answer.SetResult(1);
        Assert.Equal(1, await first);
        await AnswerNextAsync(2);

        Assert.Equal(2, await second);
        Assert.Equal(2, await third);
        Assert.Equal(2, _begun.Count);
    }

    [Fact]
    public void Another_key_waits_for_nobody()
    {
        _ = _reads.ReadAsync("a");
        _ = _reads.ReadAsync("b");
        Assert.Equal(["a", "b"], _begun.Select(b => b.Key));
    }

    [Fact]
    public async Task A_failure_is_told_to_its_own_callers_alone()
    {
        var first = _reads.ReadAsync("a");
        var second = _reads.ReadAsync("a");
        _begun[0].Answer.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        await AnswerNextAsync(2);
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task A_read_that_cannot_begin_fails_and_blocks_nobody()
    {
        var calls = 0;
        var reads = new SharedReads<string, int>(_ => ++calls == 1 ? throw new TimeoutException() : new(7));
        await Assert.ThrowsAsync<TimeoutException>(() => reads.ReadAsync("a"));
        Assert.Equal(7, await reads.ReadAsync("a"));
    }

    /// <summary>The read that follows begins on a thread of its own.</summary>
    private async Task AnswerNextAsync(int answer)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            lock (_begun)
            {
                if (_begun.Count == 2)
                    break;
            }

            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        _begun[1].Answer.SetResult(answer);
    }
}
