using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Actors.Companies;

/// <summary>What callers of an activation that takes no calls are told.</summary>
internal static class CompanyRefusals
{
    /// <summary>Why it takes none.</summary>
    public static RetryableException Of(CompanyActorStatus status, Tenure? tenure) => status switch
    {
        CompanyActorStatus.Fenced => TakenOver(),
        CompanyActorStatus.UnknownOutcome => new RetryableException(RetryableFailure.UnknownOutcome, "It is not known whether the write was committed."),
        _ when tenure is { IsTakenOver: true } => TakenOver(),
        _ when tenure is { IsOver: true } => NoLease(),
        CompanyActorStatus.New => new RetryableException(RetryableFailure.Unavailable, "The company is not active."),
        CompanyActorStatus.Active => NoLease(),
        _ => new RetryableException(RetryableFailure.ShuttingDown, "The company is being given up."),
    };

    private static RetryableException TakenOver() => new(RetryableFailure.Fenced, "Another activation of the company has taken over.");

    /// <summary>The node may show and book nothing.</summary>
    public static RetryableException NoLease() => new(RetryableFailure.Unavailable, "The node holds no lease on the ledger.");
}
