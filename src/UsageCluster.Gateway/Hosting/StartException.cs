namespace UsageCluster.Gateway.Hosting;

/// <summary>Why the program does not start, in words for who started it, and its exit code.</summary>
public sealed class StartException : Exception
{
    private StartException(string message, int exitCode, Exception? innerException) : base(message, innerException) => ExitCode = exitCode;

    /// <summary>2: the options are at fault; 1: anything else.</summary>
    public int ExitCode { get; }

    /// <summary>The options are at fault.</summary>
    public static StartException Usage(string message) => new(message, 2, null);

    /// <summary>What the program needs is not there.</summary>
    public static StartException Refused(string message, Exception? innerException = null) => new(message, 1, innerException);
}
