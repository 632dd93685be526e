using System.Runtime.InteropServices;

namespace UsageCluster.TestKit.Processes;

/// <summary>Signals to processes that the tests started.</summary>
public static partial class Signals
{
    private const int Sigint = 2;
    private const int Sigquit = 3;
    private const int Sigkill = 9;
    private const int Sigterm = 15;
    private const int Sigcont = 18;
    private const int Sigstop = 19;

    /// <summary>Whether the process was there to be interrupted.</summary>
    public static bool Interrupt(int processId) => Kill(processId, Sigint) == 0;

    /// <summary>Whether the process was there to be told to end without more ado.</summary>
    public static bool Quit(int processId) => Kill(processId, Sigquit) == 0;

    /// <summary>Whether the process was there to be killed: none of its threads goes on.</summary>
    public static bool Kill(int processId) => Kill(processId, Sigkill) == 0;

    /// <summary>Whether the process was there to be told to end.</summary>
    public static bool Terminate(int processId) => Kill(processId, Sigterm) == 0;

    /// <summary>Whether the process was there to be suspended.</summary>
    public static bool Suspend(int processId) => Kill(processId, Sigstop) == 0;

    /// <summary>Whether the process was there to go on.</summary>
    public static bool Resume(int processId) => Kill(processId, Sigcont) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
