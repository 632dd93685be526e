using Orleans.Serialization;
using UsageCluster.Actors.Companies;
using UsageCluster.Grains.Tests.Support;

namespace UsageCluster.Grains.Tests.Recording;

public class BatchTests
{
    [Fact]
    public async Task What_comes_while_a_batch_is_on_its_way_makes_the_next_one_in_order()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies, new() { BatchEventsMax = 3 });
        List<Task<RecordOutcome>> recorded = [recorder.Record("e0")];
        var first = await companies.NextAsync();
        recorded.AddRange(Enumerable.Range(1, 4).Select(i => recorder.Record($"e{i}")));
        Assert.Equal(["e0"], first.EventIds);
        Assert.True(companies.IsQuiet);

        first.Accept();
        var second = await companies.NextAsync();
        Assert.Equal(["e1", "e2", "e3"], second.EventIds);
        second.Answer(RecordOutcome.Accepted, RecordOutcome.Duplicate, RecordOutcome.Rejected("company_closed"));
        var third = await companies.NextAsync();
        Assert.Equal(["e4"], third.EventIds);
        third.Accept();

        var outcomes = await Task.WhenAll(recorded).WaitAsync(Deadline.Span);
        Assert.Equal(
            [RecordStatus.Accepted, RecordStatus.Accepted, RecordStatus.Duplicate, RecordStatus.Rejected, RecordStatus.Accepted],
            outcomes.Select(o => o.Status));
    }

    [Fact]
    public async Task A_retry_keeps_the_order_and_takes_along_what_came_meanwhile()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies);
        List<Task> recorded = [recorder.Record("e0")];
        var lost = await companies.NextAsync();
        recorded.Add(recorder.Record("e1"));
        lost.Fail(new TimeoutException());
        await recorder.Time.LeapAsync();
        var again = await companies.NextAsync();
        Assert.Equal(["e0", "e1"], again.EventIds);
        again.Accept();
        await Task.WhenAll(recorded).WaitAsync(Deadline.Span);
    }

    [Fact]
    public async Task Companies_are_sent_to_side_by_side_up_to_the_bound()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies, new() { CompaniesInParallelMax = 2 });
        Task[] recorded = [.. new[] { "a", "b", "c" }.Select(c => recorder.Record("e", c))];
        HeldCall[] calls = [await companies.NextAsync(), await companies.NextAsync()];
        Assert.True(companies.IsQuiet);
        calls[0].Accept();
        var third = await companies.NextAsync();
        Assert.Equal(["a", "b", "c"], calls.Append(third).Select(c => c.CompanyId).Order());
        calls[1].Accept();
        third.Accept();
        await Task.WhenAll(recorded).WaitAsync(Deadline.Span);
    }

    [Fact]
    public async Task A_company_that_waits_for_its_retry_holds_up_no_other()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies, new() { CompaniesInParallelMax = 1 });
        var slow = recorder.Record("e", "slow");
        (await companies.NextAsync()).Fail(new TimeoutException());
        var fast = recorder.Record("e", "fast");
        (await companies.NextAsync()).Accept();
        await fast.WaitAsync(Deadline.Span);
        Assert.False(slow.IsCompleted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task An_event_that_spoils_its_batch_fails_alone(int spoilt)
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies);
        var head = recorder.Record("head");
        var first = await companies.NextAsync();
        Task<RecordOutcome>[] recorded = [.. Enumerable.Range(0, 7).Select(i => recorder.Record($"e{i}"))];
        first.Accept();
        await head.WaitAsync(Deadline.Span);

        List<string> booked = [];
        var left = recorded.Length;
        while (left > 0)
        {
            var call = await companies.NextAsync();
            if (call.EventIds.Contains($"e{spoilt}"))
            {
                left -= call.EventIds.Length == 1 ? 1 : 0;
                call.Fail(new ArgumentException("Spoilt."));
            }
            else
            {
                left -= call.EventIds.Length;
                booked.AddRange(call.EventIds);
                call.Accept();
            }
        }

        await Assert.ThrowsAsync<ArgumentException>(() => recorded[spoilt].WaitAsync(Deadline.Span));
        await Task.WhenAll(recorded.Where((_, i) => i != spoilt)).WaitAsync(Deadline.Span);
        Assert.Equal(Enumerable.Range(0, 7).Where(i => i != spoilt).Select(i => $"e{i}"), booked);
    }

    [Fact]
    public async Task An_event_that_cannot_be_written_fails_its_own_caller()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies);
        var recorded = recorder.Record("e1");
        (await companies.NextAsync()).Fail(new CodecNotFoundException("No codec."));
        await Assert.ThrowsAsync<CodecNotFoundException>(() => recorded.WaitAsync(Deadline.Span));
        var other = recorder.Record("e2");
        (await companies.NextAsync()).Accept();
        await other.WaitAsync(Deadline.Span);
    }

    [Fact]
    public async Task An_answer_of_another_length_is_no_answer()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies);
        var recorded = recorder.Record("e1");
        (await companies.NextAsync()).Answer();
        await recorder.Time.LeapAsync();
        (await companies.NextAsync()).Answer(RecordOutcome.Duplicate);
        Assert.Equal(RecordOutcome.Accepted, await recorded.WaitAsync(Deadline.Span));
    }

    [Fact]
    public async Task A_failure_that_nobody_knows_is_told_to_the_callers()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies);
        var recorded = recorder.Record("e1");
        (await companies.NextAsync()).Fail(new InvalidDataException("Later format."));
        await Assert.ThrowsAsync<InvalidDataException>(() => recorded.WaitAsync(Deadline.Span));
    }

    [Fact]
    public async Task A_malformed_event_is_refused_at_once()
    {
        using var recorder = new TestRecorder(new HeldCalls());
        await Assert.ThrowsAsync<ArgumentException>(() => recorder.Record("line\nbreak"));
        await Assert.ThrowsAsync<ArgumentException>(() => recorder.Record("e1", "no company"));
        await recorder.Stop();
    }
}
