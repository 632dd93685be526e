namespace UsageCluster.Actors.Tests.Support;

public sealed class DeterministicLoopTests
{
    [Fact]
    public void A_continuation_from_another_thread_fails_the_test()
    {
        var loop = new DeterministicLoop();

        var failure = Record.Exception(() => loop.Run(async () =>
        {
            var foreign = new Thread(() => loop.Post(_ => { }, null));
            foreign.Start();
            foreign.Join();
            await Task.Yield();
        }));

        Assert.Contains("another thread", Assert.IsType<InvalidOperationException>(failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_for_something_that_never_comes_fails_the_test()
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        Assert.Throws<InvalidOperationException>(() => new DeterministicLoop().Run(() => never.Task));
    }

    [Fact]
    public void The_same_seed_picks_in_the_same_order()
    {
        Assert.Equal(Order(7), Order(7));
        Assert.NotEqual(Order(7), Order(8));

        static List<int> Order(int seed)
        {
            var order = new List<int>();
            var loop = new DeterministicLoop(seed);
            loop.Run(() => Task.WhenAll(Enumerable.Range(0, 20).Select(AddAsync)));
            return order;

            async Task AddAsync(int number)
            {
                await Task.Yield();
                order.Add(number);
            }
        }
    }
}
