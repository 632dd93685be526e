using Microsoft.Extensions.Logging;

namespace UsageCluster.Actors.Tests.Support;

/// <summary>Keeps the ids of what was logged.</summary>
internal sealed class RecordingLogger : ILogger
{
    public List<int> EventIds { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        EventIds.Add(eventId.Id);
}
