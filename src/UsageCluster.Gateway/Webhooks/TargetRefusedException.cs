namespace UsageCluster.Gateway.Webhooks;

/// <summary>A target that the configuration does not allow.</summary>
internal sealed class TargetRefusedException(string message) : Exception(message);
