using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Silo.Client;

/// <summary>What callers of grains are told when the cluster fails a call: never an error of the cluster's own, always one that may be retried.</summary>
internal static class GrainFailures
{
    /// <summary>A write: whether it took place is not known.</summary>
    public static ValueTask<T> WriteAsync<T>(ValueTask<T> call, CancellationToken cancellationToken) =>
        AwaitAsync(call, RetryableFailure.UnknownOutcome, cancellationToken);

    /// <summary>A read.</summary>
    public static ValueTask<T> ReadAsync<T>(ValueTask<T> call, CancellationToken cancellationToken) =>
        AwaitAsync(call, RetryableFailure.Unavailable, cancellationToken);

    /// <summary>
    /// As the call answers; one that an activation refused which may have looked before the company was made is asked once more: the next
    /// activation begins after this call (domain rule 13).
    /// </summary>
    public static async ValueTask<T> KnownAsync<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call();
        }
        catch (UnknownCompanyException)
        {
            return await call();
        }
    }

    /// <summary>The failure of a call as its caller is told; what the product itself says, and a cancellation by the caller, stay as they are.</summary>
    public static Exception Explain(Exception failure, RetryableFailure otherwise, CancellationToken cancellationToken)
    {
        if (failure is OperationCanceledException && cancellationToken.IsCancellationRequested)
            return failure;
        return failure switch
        {
            RetryableException or UnknownCompanyException or ArgumentException or CorruptedLedgerException => failure,
            TimeoutException => new RetryableException(otherwise, "The company's silo did not answer in time.", failure),
            _ => new RetryableException(otherwise, "The company's silo could not be reached.", failure),
        };
    }

    /// <summary>A cancelled caller stops waiting; what it asked for goes on.</summary>
    private static async ValueTask<T> AwaitAsync<T>(ValueTask<T> call, RetryableFailure otherwise, CancellationToken cancellationToken)
    {
        try
        {
            return call.IsCompleted || !cancellationToken.CanBeCanceled ? await call : await call.AsTask().WaitAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Whatever the cluster throws, it is told in the product's words.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            var explained = Explain(failure, otherwise, cancellationToken);
            if (ReferenceEquals(explained, failure))
                throw;
            throw explained;
        }
    }
}
