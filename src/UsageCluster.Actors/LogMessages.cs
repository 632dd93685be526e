using Microsoft.Extensions.Logging;

namespace UsageCluster.Actors;

/// <summary>Every log message of the actors. Event ids are stable: 100 to 199 companies, 200 to 299 leases.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(100, LogLevel.Debug, "Company {CompanyId} is active with epoch {Epoch} at version {Version}, from a snapshot at {SnapshotVersion}.")]
    public static partial void CompanyActivated(this ILogger logger, string companyId, long epoch, long version, long snapshotVersion);

    [LoggerMessage(101, LogLevel.Critical, "Company {CompanyId} is not served: its ledger does not hold together.")]
    public static partial void LedgerCorrupted(this ILogger logger, string companyId, Exception exception);

    [LoggerMessage(102, LogLevel.Warning, "Company {CompanyId} could not be activated.")]
    public static partial void ActivationFailed(this ILogger logger, string companyId, Exception exception);

    [LoggerMessage(103, LogLevel.Warning, "Company {CompanyId}: a snapshot at version {Version} was ignored: {Reason}.")]
    public static partial void SnapshotIgnored(this ILogger logger, string companyId, long version, string reason);

    [LoggerMessage(104, LogLevel.Warning, "Company {CompanyId}: a snapshot could not be loaded.")]
    public static partial void SnapshotNotLoaded(this ILogger logger, string companyId, Exception exception);

    [LoggerMessage(105, LogLevel.Warning, "Company {CompanyId}: a snapshot at version {Version} could not be saved.")]
    public static partial void SnapshotNotSaved(this ILogger logger, string companyId, long version, Exception exception);

    [LoggerMessage(106, LogLevel.Warning, "Company {CompanyId}, epoch {Epoch}: another activation has taken over.")]
    public static partial void CompanyFenced(this ILogger logger, string companyId, long epoch);

    [LoggerMessage(107, LogLevel.Error, "Company {CompanyId}, epoch {Epoch}: a write's outcome is not known; the activation is given up.")]
    public static partial void OutcomeUnknown(this ILogger logger, string companyId, long epoch, Exception exception);

    [LoggerMessage(108, LogLevel.Warning, "Company {CompanyId}: the store is unavailable; {Calls} calls were refused, nothing was committed for them.")]
    public static partial void StoreUnavailable(this ILogger logger, string companyId, int calls, Exception? exception);

    [LoggerMessage(109, LogLevel.Warning, "Company {CompanyId}: epoch {Epoch} could not be released.")]
    public static partial void ReleaseFailed(this ILogger logger, string companyId, long epoch, Exception exception);

    [LoggerMessage(110, LogLevel.Warning, "Company {CompanyId}: its snapshot at version {Version} is gone, or uses in it are damaged; its books are recovered anew.")]
    public static partial void SnapshotAtFault(this ILogger logger, string companyId, long version);

    [LoggerMessage(111, LogLevel.Warning, "Company {CompanyId}: uses that are in its snapshot alone could not be read; the next call tries again.")]
    public static partial void UsesNotRead(this ILogger logger, string companyId, Exception exception);

    [LoggerMessage(200, LogLevel.Information, "Lease {LeaseNo} is taken for node {Node}.")]
    public static partial void LeaseTaken(this ILogger logger, long leaseNo, string node);

    [LoggerMessage(201, LogLevel.Warning, "Node {Node}: the store did not answer for the lease. Without an answer the node soon drops its companies.")]
    public static partial void LeaseCallFailed(this ILogger logger, string node, Exception exception);

    [LoggerMessage(202, LogLevel.Error, "Lease {LeaseNo} was not renewed in time: the node drops its companies and takes another lease.")]
    public static partial void LeaseExpired(this ILogger logger, long leaseNo);

    [LoggerMessage(203, LogLevel.Error, "Lease {LeaseNo} is dead in the store: the node drops its companies and takes another lease.")]
    public static partial void LeaseDead(this ILogger logger, long leaseNo);

    [LoggerMessage(206, LogLevel.Warning, "Lease {LeaseNo}: other nodes took over {Companies} companies; what was active of them here is given up.")]
    public static partial void CompaniesTakenOver(this ILogger logger, long leaseNo, int companies);

    [LoggerMessage(204, LogLevel.Information, "Lease {LeaseNo} was given up.")]
    public static partial void LeaseReleased(this ILogger logger, long leaseNo);

    [LoggerMessage(205, LogLevel.Warning, "Lease {LeaseNo} could not be given up: the next owners of its companies wait until it expires.")]
    public static partial void LeaseNotReleased(this ILogger logger, long leaseNo, Exception exception);
}
