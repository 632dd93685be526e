using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Silo.Companies;

namespace UsageCluster.Silo.Tests.Companies;

public class WireFailureTests
{
    [Theory]
    [InlineData(RetryableFailure.Unavailable)]
    [InlineData(RetryableFailure.UnknownOutcome)]
    public void What_is_not_foreseen_means_to_a_call_what_it_can_mean(RetryableFailure otherwise)
    {
        var told = Assert.IsType<RetryableException>(CompanyGrain.ForTheWire(new InvalidOperationException("a secret"), otherwise));
        Assert.Equal(otherwise, told.Failure);
        Assert.DoesNotContain("secret", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_corrupted_ledger_is_told_as_what_it_is()
    {
        var failure = new CorruptedLedgerException("acme", 7, "an entry is missing.");
        Assert.Same(failure, CompanyGrain.ForTheWire(failure, RetryableFailure.Unavailable));
    }
}
