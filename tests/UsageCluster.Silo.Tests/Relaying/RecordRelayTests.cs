using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.Grains.Relaying;
using UsageCluster.Silo.Hosting;
using UsageCluster.Silo.Relaying;
using UsageCluster.Silo.Tests.Support;

namespace UsageCluster.Silo.Tests.Relaying;

public sealed class RecordRelayTests : ISiloRecordsClient
{
    private static readonly SiloAddress Home = Silos.At(1), Other = Silos.At(2);

    private readonly List<Call> _calls = [];
    private readonly FakeHomes _homes = new(Home);
    private readonly RecordRelay _relay;

    public RecordRelayTests() => _relay = new RecordRelay(
        _homes, this, new SiloBounds { RelayCallsMax = 1, RelayedEventsMax = 3, RelayedWaitingMax = 5 });

    [Fact]
    public async Task Each_event_gets_its_own_answer()
    {
        var first = _relay.RecordAsync(Home, Event(1));
        var call = await CallAsync(1);
        call.Answer(Accepted);
        Assert.Equal(RecordOutcome.Accepted, await first);

        var (second, third) = (_relay.RecordAsync(Home, Event(2)), _relay.RecordAsync(Other, Event(3)));
        foreach (var later in new[] { await CallAsync(2), await CallAsync(3) })
            later.Answer(later.Silo.Equals(Home) ? default : new RelayAnswer(RecordOutcome.Rejected("company_closed", "companyId"), null));
        Assert.Null(await second);
        Assert.Equal("company_closed", (await third)!.Value.Code);
    }

    [Fact]
    public async Task What_is_reported_during_a_call_goes_together_with_the_next_one_up_to_its_bound()
    {
        var all = new List<Task<RecordOutcome?>> { _relay.RecordAsync(Home, Event(0)) };
        var call = await CallAsync(1);
        for (var i = 1; i <= 5; i++)
            all.Add(_relay.RecordAsync(Home, Event(i)));
        Assert.Single(_calls);

        call.Answer(Accepted);
        call = await CallAsync(2);
        Assert.Equal(["e1", "e2", "e3"], call.EventIds);
        call.Answer(Accepted, default, Accepted);
        call = await CallAsync(3);
        Assert.Equal(["e4", "e5"], call.EventIds);
        call.Answer(Accepted, Accepted);

        Assert.Equal([true, true, false, true, true, true], (await Task.WhenAll(all)).Select(outcome => outcome is not null));
    }

    [Fact]
    public async Task A_failed_call_fails_its_own_events_and_no_later_ones()
    {
        var first = _relay.RecordAsync(Home, Event(1));
        var call = await CallAsync(1);
        var second = _relay.RecordAsync(Home, Event(2));
        call.Fail(new RetryableException(RetryableFailure.UnknownOutcome, "gone"));
        Assert.Equal(RetryableFailure.UnknownOutcome, (await Assert.ThrowsAsync<RetryableException>(() => first)).Failure);

        (await CallAsync(2)).Answer(Accepted);
        Assert.Equal(RecordOutcome.Accepted, await second);
    }

    [Fact]
    public async Task One_company_that_fails_fails_no_other()
    {
        var held = _relay.RecordAsync(Home, Event(0));
        var call = await CallAsync(1);
        var (first, second) = (_relay.RecordAsync(Home, Event(1)), _relay.RecordAsync(Home, Event(2)));
        call.Answer(Accepted);
        (await CallAsync(2)).Answer(new RelayAnswer(null, new RetryableException(RetryableFailure.Fenced, "taken over")), Accepted);

        Assert.Equal(RetryableFailure.Fenced, (await Assert.ThrowsAsync<RetryableException>(() => first)).Failure);
        Assert.Equal(RecordOutcome.Accepted, await second);
        Assert.Equal(RecordOutcome.Accepted, await held);
    }

    [Fact]
    public async Task An_answer_that_leaves_an_event_out_leaves_the_outcome_of_all_unknown()
    {
        var first = _relay.RecordAsync(Home, Event(1));
        (await CallAsync(1)).Answer();
        Assert.Equal(RetryableFailure.UnknownOutcome, (await Assert.ThrowsAsync<RetryableException>(() => first)).Failure);
    }

    [Fact]
    public async Task What_is_beyond_the_bound_of_waiting_events_is_refused()
    {
        var held = _relay.RecordAsync(Home, Event(0));
        var call = await CallAsync(1);
        var waiting = Enumerable.Range(1, 5).Select(i => _relay.RecordAsync(Home, Event(i))).ToArray();

        var refused = await Assert.ThrowsAsync<RetryableException>(() => _relay.RecordAsync(Home, Event(6)));

        Assert.Equal(RetryableFailure.Overloaded, refused.Failure);
        call.Answer(Accepted);
        (await CallAsync(2)).Answer(Accepted, Accepted, Accepted);
        (await CallAsync(3)).Answer(Accepted, Accepted);
        await Task.WhenAll([held, .. waiting]);
    }

    private static RelayAnswer Accepted => new(RecordOutcome.Accepted, null);

    private static UsageEvent Event(int number) =>
        new() { EventId = $"e{number}", CompanyId = "acme", OccurredAt = new Instant(1), DurationMs = 1 };

    ValueTask<RelayAnswers> ISiloRecordsClient.RecordAsync(SiloAddress silo, RelayedEvents relayed)
    {
        var call = new Call(silo, relayed);
        lock (_calls)
            _calls.Add(call);
        return new(call.Task);
    }

    /// <summary>Calls begin on threads of their own.</summary>
    private async Task<Call> CallAsync(int number)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            lock (_calls)
            {
                if (_calls.Count >= number)
                    return _calls[number - 1];
            }

            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class Call(SiloAddress silo, RelayedEvents relayed)
    {
        private readonly TaskCompletionSource<RelayAnswers> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SiloAddress Silo => silo;

        public IEnumerable<string> EventIds => relayed.Events.Select(report => report.EventId);

        public Task<RelayAnswers> Task => _answer.Task;

        public void Answer(params RelayAnswer[] answers) => _answer.SetResult(new RelayAnswers([.. answers]));

        public void Fail(Exception failure) => _answer.SetException(failure);
    }
}
