using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Grains.Tests.Support;

namespace UsageCluster.Grains.Tests.Recording;

public class BufferTests
{
    [Fact]
    public async Task A_full_buffer_makes_callers_wait_for_room()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies, new() { BufferedEventsMax = 2 });
        var first = recorder.Record("e1", "a");
        var second = recorder.Record("e2", "b");
        HeldCall[] calls = [await companies.NextAsync(), await companies.NextAsync()];
        var third = recorder.Record("e3", "c");
        Assert.Equal(2, recorder.Buffered);

        calls[0].Accept();
        var call = await companies.NextAsync();
        Assert.Equal("c", call.CompanyId);
        call.Accept();
        await third.WaitAsync(Deadline.Span);
        calls[1].Accept();
        await Task.WhenAll(first, second).WaitAsync(Deadline.Span);
    }

    [Fact]
    public async Task A_caller_that_waits_for_room_can_leave()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies, new() { BufferedEventsMax = 1 });
        var first = recorder.Record("e1");
        var call = await companies.NextAsync();
        using var leave = new CancellationTokenSource();
        var second = recorder.Record("e2", cancellationToken: leave.Token);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Deadline.Span));
        call.Accept();
        await first.WaitAsync(Deadline.Span);
        await recorder.Stop();
        Assert.True(companies.IsQuiet);
    }

    [Fact]
    public async Task A_caller_that_leaves_takes_no_other_with_it()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies);
        var head = recorder.Record("e0");
        var first = await companies.NextAsync();
        using var leave = new CancellationTokenSource();
        var leaving = recorder.Record("e1", cancellationToken: leave.Token);
        var staying = recorder.Record("e2");
        first.Accept();
        var second = await companies.NextAsync();
        Assert.Equal(["e1", "e2"], second.EventIds);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.WaitAsync(Deadline.Span));

        // It is not tried again for the one that left.
        second.Fail(new TimeoutException());
        await recorder.Time.LeapAsync();
        var third = await companies.NextAsync();
        Assert.Equal(["e2"], third.EventIds);
        third.Accept();
        Assert.Equal(RecordOutcome.Accepted, await staying.WaitAsync(Deadline.Span));
        await head;
    }

    [Fact]
    public async Task An_event_whose_caller_left_before_it_was_sent_is_not_sent()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies);
        var head = recorder.Record("e0");
        var first = await companies.NextAsync();
        using var leave = new CancellationTokenSource();
        var leaving = recorder.Record("e1", cancellationToken: leave.Token);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.WaitAsync(Deadline.Span));
        first.Accept();
        await head.WaitAsync(Deadline.Span);
        await recorder.Stop();
        Assert.True(companies.IsQuiet);
    }

    [Fact]
    public async Task A_stop_waits_for_what_is_buffered_and_takes_nothing_more()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies);
        var first = recorder.Record("e1");
        var lost = await companies.NextAsync();
        var second = recorder.Record("e2");
        var stopped = recorder.Stop();
        Assert.Equal(RetryableFailure.ShuttingDown, (await Assert.ThrowsAsync<RetryableException>(() => recorder.Record("e3"))).Failure);
        Assert.False(stopped.IsCompleted);

        // The stop's own time, and the wait before the retry.
        lost.Fail(new TimeoutException());
        await recorder.Time.LeapAsync(timers: 2);
        var again = await companies.NextAsync();
        Assert.Equal(["e1", "e2"], again.EventIds);
        again.Accept();
        await stopped;
        Assert.Equal([RecordOutcome.Accepted, RecordOutcome.Accepted], await Task.WhenAll(first, second).WaitAsync(Deadline.Span));
    }

    [Fact]
    public async Task A_stop_cuts_off_what_takes_longer_than_its_time()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies, new() { BufferedEventsMax = 2 });
        var onItsWay = recorder.Record("e1");
        await companies.NextAsync();
        var waiting = recorder.Record("e2");
        var withoutRoom = recorder.Record("e3");
        var stopped = recorder.Stop();
        Assert.Equal(TimeSpan.FromSeconds(20), await recorder.Time.LeapAsync());
        await stopped;
        foreach (var recorded in new[] { onItsWay, waiting, withoutRoom })
        {
            var failure = await Assert.ThrowsAsync<RetryableException>(() => recorded.WaitAsync(Deadline.Span));
            Assert.Equal(RetryableFailure.ShuttingDown, failure.Failure);
        }
    }

    [Fact]
    public async Task A_stop_that_is_cancelled_cuts_off_at_once()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies);
        var recorded = recorder.Record("e1");
        await companies.NextAsync();
        await recorder.Recorder.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Deadline.Span);
        await Assert.ThrowsAsync<RetryableException>(() => recorded.WaitAsync(Deadline.Span));
    }
}
