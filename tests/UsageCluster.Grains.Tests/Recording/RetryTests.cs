using Orleans.Runtime.Messaging;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Grains.Recording;
using UsageCluster.Grains.Tests.Support;

namespace UsageCluster.Grains.Tests.Recording;

public class RetryTests
{
    public static TheoryData<Exception> Unknown =>
    [
        new TimeoutException(),
        new SiloUnavailableException(),
        new ConnectionFailedException("The gateway is gone."),
        new RetryableException(RetryableFailure.UnknownOutcome, "Unknown."),
        new RetryableException(RetryableFailure.Fenced, "Fenced."),
        new RetryableException(RetryableFailure.Unavailable, "Unavailable."),
        new RetryableException(RetryableFailure.ShuttingDown, "Shutting down."),
    ];

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task An_event_whose_answer_was_lost_is_sent_again_and_counts_once(Exception lost)
    {
        var companies = new BookingCalls((call, booked) => ThrowIf(call == 1 && booked, lost));
        using var recorder = new TestRecorder(companies);
        var recorded = recorder.Record("e1");
        await recorder.Time.LeapAsync();
        Assert.Equal(RecordOutcome.Accepted, await recorded.WaitAsync(Deadline.Span));
        Assert.Equal(["e1"], companies.Booked);
        Assert.Equal(2, companies.Calls);
    }

    [Fact]
    public async Task An_attempt_that_is_not_answered_is_made_again_after_its_time()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies, attemptTimeout: TimeSpan.FromSeconds(7));
        var recorded = recorder.Record("e1");
        await companies.NextAsync();
        Assert.Equal(TimeSpan.FromSeconds(7), await recorder.Time.LeapAsync());
        Assert.Equal(TimeSpan.FromMilliseconds(50), await recorder.Time.LeapAsync());
        (await companies.NextAsync()).Answer(RecordOutcome.Duplicate);
        Assert.Equal(RecordOutcome.Accepted, await recorded.WaitAsync(Deadline.Span));
    }

    [Fact]
    public async Task A_duplicate_of_another_report_is_told_as_one()
    {
        var companies = new BookingCalls((_, _) => { });
        using var recorder = new TestRecorder(companies);
        Assert.Equal(RecordOutcome.Accepted, await recorder.RecordNow("e1"));
        Assert.Equal(RecordOutcome.Duplicate, await recorder.RecordNow("e1"));
    }

    [Fact]
    public async Task After_a_refusal_by_which_nothing_was_booked_a_duplicate_is_another_reports()
    {
        var companies = new BookingCalls((call, _) => ThrowIf(call == 2, new RetryableException(RetryableFailure.Overloaded, "Full.")));
        using var recorder = new TestRecorder(companies);
        await recorder.RecordNow("e1");
        var again = recorder.Record("e1");
        await recorder.Time.LeapAsync();
        Assert.Equal(RecordOutcome.Duplicate, await again.WaitAsync(Deadline.Span));
        Assert.Equal(3, companies.Calls);
    }

    [Fact]
    public async Task A_rejected_event_is_not_sent_again()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies);
        var recorded = recorder.Record("e1");
        (await companies.NextAsync()).Answer(RecordOutcome.Rejected("company_closed", "occurredAt"));
        Assert.Equal(RecordOutcome.Rejected("company_closed", "occurredAt"), await recorded.WaitAsync(Deadline.Span));
        await recorder.Stop();
        Assert.True(companies.IsQuiet);
    }

    [Fact]
    public async Task Events_of_a_company_that_does_not_exist_are_rejected()
    {
        var companies = new BookingCalls((_, _) => throw new UnknownCompanyException("acme"));
        using var recorder = new TestRecorder(companies);
        Assert.Equal(RecordOutcome.Rejected("unknown_company", "companyId"), await recorder.RecordNow("e1"));
    }

    [Fact]
    public async Task A_company_that_an_activation_did_not_know_yet_is_asked_once_more()
    {
        var companies = new BookingCalls((call, _) => ThrowIf(call == 1, new UnknownCompanyException("acme")));
        using var recorder = new TestRecorder(companies);
        Assert.Equal(RecordOutcome.Accepted, await recorder.RecordNow("e1"));
        Assert.Equal(2, companies.Calls);
    }

    [Fact]
    public async Task Waits_double_up_to_the_longest()
    {
        var companies = new BookingCalls((call, _) => ThrowIf(call <= 5, new TimeoutException()));
        using var recorder = new TestRecorder(
            companies, new() { RetryDelayMin = TimeSpan.FromMilliseconds(100), RetryDelayMax = TimeSpan.FromMilliseconds(500) });
        var recorded = recorder.Record("e1");
        List<double> waits = [];
        for (var i = 0; i < 5; i++)
            waits.Add((await recorder.Time.LeapAsync()).TotalMilliseconds);
        await recorded.WaitAsync(Deadline.Span);
        Assert.Equal([100.0, 200, 400, 500, 500], waits);
    }

    [Theory]
    [InlineData(1, 50, 25)]
    [InlineData(4, 400, 200)]
    [InlineData(1_000, 5_000, 2_500)]
    public void Jitter_takes_up_to_half_of_a_wait(int attempts, double longestMs, double shortestMs)
    {
        var options = new UsageRecorderOptions();
        Assert.Equal(longestMs, new Backoff(options, () => 1.0).After(attempts).TotalMilliseconds);
        Assert.Equal(shortestMs, new Backoff(options, () => 0.0).After(attempts).TotalMilliseconds);
    }

    [Fact]
    public async Task An_event_is_given_up_when_its_time_is_over_and_may_be_booked()
    {
        var companies = new BookingCalls((_, booked) => ThrowIf(booked, new TimeoutException()));
        using var recorder = new TestRecorder(companies, new()
        {
            RetryDelayMin = TimeSpan.FromSeconds(1),
            RetryDelayMax = TimeSpan.FromSeconds(1),
            GiveUpAfter = TimeSpan.FromSeconds(3),
        });
        var recorded = recorder.Record("e1");
        await recorder.Time.LeapAsync();
        await recorder.Time.LeapAsync();
        var failure = await Assert.ThrowsAsync<RetryableException>(() => recorded.WaitAsync(Deadline.Span));
        Assert.Equal(RetryableFailure.UnknownOutcome, failure.Failure);
        Assert.Equal(3, companies.Calls);
        Assert.Equal(["e1"], companies.Booked);
    }

    private static void ThrowIf(bool condition, Exception failure)
    {
        if (condition)
            throw failure;
    }
}
