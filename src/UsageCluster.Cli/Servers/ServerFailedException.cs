namespace UsageCluster.Cli.Servers;

/// <summary>A server did not answer what it was asked for, or not whole; the message is for people.</summary>
internal sealed class ServerFailedException(string message, Exception? cause = null) : Exception(message, cause);
