namespace UsageCluster.Gateway.Hosting;

/// <summary>Why the program does not start, in words for who started it, and its exit code.</summary>
public sealed class StartException : Exception
{
    private StartException(string message, int exitCode, Exception? innerException) : base(message, innerException) => ExitCode = exitCode;

    /// <summary>2: the options are at fault; 1: something else is; 0: nothing is.</summary>
    public int ExitCode { get; }

    /// <summary>The options are at fault.</summary>
    public static StartException Usage(string message) => new(message, 2, null);

    /// <summary>It was told to stop while it was starting.</summary>
    public static StartException Stopped(Exception innerException) => new("Told to stop before it had started.", 0, innerException);

    /// <summary>What the program needs is not there.</summary>
    public static StartException Refused(string message, Exception? innerException = null) => new(message, 1, innerException);
}
