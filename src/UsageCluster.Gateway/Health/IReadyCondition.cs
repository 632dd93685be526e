namespace UsageCluster.Gateway.Health;

/// <summary>Something of the host's that must hold, beside the store, before the server takes requests. Asked often: it looks at memory only.</summary>
public interface IReadyCondition
{
    /// <summary>What is missing, as a sentence; null: nothing.</summary>
    string? Missing { get; }
}
