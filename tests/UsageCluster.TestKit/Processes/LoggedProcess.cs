using System.Diagnostics;
using System.Text;

namespace UsageCluster.TestKit.Processes;

/// <summary>A server that other projects make, as a process, and what it logs.</summary>
internal sealed class LoggedProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _readyText;
    private readonly TimeSpan _timeout;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LoggedProcess(Process process, string ready, TimeSpan timeout)
    {
        _process = process;
        _readyText = ready;
        _timeout = timeout;
    }

    /// <summary>Starts a server and returns once it has logged that it is ready.</summary>
    public static async Task<LoggedProcess> StartAsync(ProcessStartInfo startInfo, string ready, TimeSpan timeout)
    {
        var server = new LoggedProcess(new Process { StartInfo = startInfo, EnableRaisingEvents = true }, ready, timeout);
        server._process.ErrorDataReceived += (_, e) => server.OnLogLine(e.Data);
        server._process.OutputDataReceived += (_, e) => server.OnLogLine(e.Data);
        server._process.Exited += (_, _) => server._ready.TrySetResult(false);
        server._process.Start();
        server._process.BeginErrorReadLine();
        server._process.BeginOutputReadLine();
        AppDomain.CurrentDomain.ProcessExit += server.OnProcessExit;
        try
        {
            if (await server._ready.Task.WaitAsync(timeout))
                return server;
            throw new InvalidOperationException($"{Path.GetFileName(startInfo.FileName)} did not start:\n{server.Log}");
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>SIGINT: a fast shutdown, in order.</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited && Signals.Interrupt(_process.Id))
            await _process.WaitForExitAsync().WaitAsync(_timeout);
    }

    /// <summary>SIGQUIT: an immediate shutdown.</summary>
    public async Task QuitAsync()
    {
        if (!_process.HasExited && Signals.Quit(_process.Id))
            await EndAsync();
    }

    /// <summary>Waits until it has ended.</summary>
    public Task EndAsync() => _process.WaitForExitAsync().WaitAsync(_timeout);

    /// <summary>As if the power went: the server and its backends die at once.</summary>
    public async Task KillAsync()
    {
        if (_process.HasExited)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(_timeout);
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        OnProcessExit(null, EventArgs.Empty);
        _process.Dispose();
    }

    private void OnProcessExit(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    private void OnLogLine(string? line)
    {
        if (line is null)
            return;
        lock (_log)
        {
            if (_log.Length < 1 << 20)
                _log.AppendLine(line);
        }

        if (line.Contains(_readyText, StringComparison.Ordinal))
            _ready.TrySetResult(true);
    }
}
