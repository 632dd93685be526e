namespace UsageCluster.InterviewRuntime;

/// <summary>One line per acknowledged event id, written out before anything else happens with the acknowledgement. Safe for concurrent use.</summary>
internal sealed class AcknowledgedFile(string? path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter? _lines = path is null ? null : new StreamWriter(path, append: true) { AutoFlush = true, NewLine = "\n" };

    public void Add(string eventId)
    {
        lock (_gate)
        {
            _lines?.WriteLine(eventId);
        }
    }

    public void Dispose() => _lines?.Dispose();
}
