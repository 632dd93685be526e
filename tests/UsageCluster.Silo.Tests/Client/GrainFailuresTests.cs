using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Silo.Client;

namespace UsageCluster.Silo.Tests.Client;

public class GrainFailuresTests
{
    public static TheoryData<Exception> OfTheCluster =>
    [
        new TimeoutException("Response did not arrive on time"),
        new SiloUnavailableException("The target silo became unavailable"),
        new OrleansException("No active nodes are compatible with grain company"),
        new ObjectDisposedException("connection"),
        new InvalidOperationException("The host is stopping"),
        new OperationCanceledException("The message was dropped"),
        new InvalidDataException("The content of a message is of a later format"),
    ];

    [Theory]
    [MemberData(nameof(OfTheCluster))]
    public async Task What_the_cluster_does_to_a_write_leaves_its_outcome_unknown(Exception failure)
    {
        var told = await Assert.ThrowsAsync<RetryableException>(async () => await GrainFailures.WriteAsync(Failed(failure), default));
        Assert.Equal(RetryableFailure.UnknownOutcome, told.Failure);
        Assert.Same(failure, told.InnerException);
    }

    [Theory]
    [MemberData(nameof(OfTheCluster))]
    public async Task What_the_cluster_does_to_a_read_may_be_tried_again(Exception failure)
    {
        var told = await Assert.ThrowsAsync<RetryableException>(async () => await GrainFailures.ReadAsync(Failed(failure), default));
        Assert.Equal(RetryableFailure.Unavailable, told.Failure);
    }

    [Fact]
    public async Task What_the_company_says_stays_as_it_is()
    {
        Exception[] ofTheCompany =
        [
            new RetryableException(RetryableFailure.Overloaded, "full"), new UnknownCompanyException("acme"), new CorruptedLedgerException("acme", 7, "damaged"),
            new ArgumentException("an event of another company"),
        ];
        foreach (var failure in ofTheCompany)
            Assert.Same(failure, await Record.ExceptionAsync(async () => await GrainFailures.WriteAsync(Failed(failure), default)));
    }

    [Fact]
    public async Task A_caller_that_leaves_is_told_of_nothing_else()
    {
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = GrainFailures.WriteAsync(new ValueTask<int>(never.Task), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_company_that_an_activation_did_not_know_is_asked_once_more()
    {
        var calls = 0;
        Assert.Equal(2, await GrainFailures.KnownAsync(() => ++calls == 1 ? Failed(new UnknownCompanyException("acme")) : new ValueTask<int>(calls)));
        calls = 0;
        await Assert.ThrowsAsync<UnknownCompanyException>(async () => await GrainFailures.KnownAsync(() =>
        {
            calls++;
            return Failed(new UnknownCompanyException("acme"));
        }));
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task What_else_a_company_says_is_not_asked_again()
    {
        var calls = 0;
        await Assert.ThrowsAsync<RetryableException>(async () => await GrainFailures.KnownAsync(() =>
        {
            calls++;
            return Failed(new RetryableException(RetryableFailure.Fenced, "fenced"));
        }));
        Assert.Equal(1, calls);
    }

    private static ValueTask<int> Failed(Exception failure) => ValueTask.FromException<int>(failure);
}
