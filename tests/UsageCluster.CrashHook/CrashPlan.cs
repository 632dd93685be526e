using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace UsageCluster.CrashHook;

/// <summary>
/// When the process dies. The plan is a file, named by <see cref="Variable"/>, that may appear while the process runs: each line is a text that an event must
/// hold, in this order; at the last one's event the process kills itself. A first line that begins with <c>reset</c> names the event after which all begins
/// anew. Events are noted by the thread that they happen on, which does not return from its last one.
/// </summary>
public sealed partial class CrashPlan
{
    /// <summary>The environment variable that names the file.</summary>
    public const string Variable = "CRASH_PLAN";

    private const int Sigkill = 9;
    private const string Reset = "reset ";

    private readonly Lock _lock = new();
    private readonly string? _file;
    private string? _reset;
    private string[]? _steps;
    private int _next;

    private CrashPlan(string? file) => _file = file;

    /// <summary>The process's plan.</summary>
    public static CrashPlan Current { get; } = new(Environment.GetEnvironmentVariable(Variable));

    /// <summary>An event; it may be the last.</summary>
    public void Note(string happened)
    {
        lock (_lock)
        {
            if (_steps is null && !TryRead(out _steps))
                return;
            if (_reset is not null && happened.Contains(_reset, StringComparison.Ordinal))
                _next = 0;
            else if (happened.Contains(_steps[_next], StringComparison.Ordinal) && ++_next == _steps.Length)
                Die();
        }
    }

    // Written whole under another name first, then moved.
    private bool TryRead([NotNullWhen(true)] out string[]? steps)
    {
        steps = null;
        if (string.IsNullOrEmpty(_file) || !File.Exists(_file))
            return false;
        steps = File.ReadAllLines(_file);
        if (steps[0].StartsWith(Reset, StringComparison.Ordinal))
            (_reset, steps) = (steps[0][Reset.Length..], steps[1..]);
        return true;
    }

    private static void Die()
    {
        _ = Kill(Environment.ProcessId, Sigkill);
        // The signal is on its way: nothing more happens here.
        new ManualResetEvent(false).WaitOne();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
