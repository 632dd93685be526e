namespace UsageCluster.Ledger.Postgres.Connections;

/// <summary>A question that waits for a statement to share, and its answer.</summary>
internal sealed class Wanted<TQuestion, TAnswer>(TQuestion question, int weight, CancellationToken cancellationToken)
    : TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public TQuestion Question { get; } = question;

    /// <summary>Its share of what a statement takes.</summary>
    public int Weight { get; } = weight;

    /// <summary>The asker's, who may have left.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
