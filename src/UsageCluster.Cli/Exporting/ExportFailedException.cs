namespace UsageCluster.Cli.Exporting;

/// <summary>An export could not be made, or not whole; the message is for people.</summary>
internal sealed class ExportFailedException(string message, Exception? cause = null) : Exception(message, cause);
