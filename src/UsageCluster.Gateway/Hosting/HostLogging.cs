using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace UsageCluster.Gateway.Hosting;

/// <summary>The program's log: on standard error, since the banner and keys go to standard output.</summary>
public static class HostLogging
{
    /// <summary>The log, which lives longer than the application: the store closes after it.</summary>
    /// <param name="configuration">Its section <c>Logging</c> has the last word on levels.</param>
    /// <param name="configure">In place of the console's log.</param>
    /// <param name="phase">Whether the start is over.</param>
    /// <param name="filter">Levels of the host's own parts.</param>
    public static ILoggerFactory Create(
        IConfiguration configuration, Action<ILoggingBuilder>? configure, StartPhase phase, Action<ILoggingBuilder>? filter = null) =>
        LoggerFactory.Create(logging =>
        {
            logging.AddFilter("Microsoft", LogLevel.Warning);
            // It logs every statement as information.
            logging.AddFilter("Npgsql", LogLevel.Warning);
            // Why a start failed is told in one line, not with a stack.
            logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => phase.HasEnded && level >= LogLevel.Warning);
            filter?.Invoke(logging);
            logging.AddConfiguration(configuration.GetSection("Logging"));
            // Below that it quotes headers that it refuses, and a key may be one: no configuration brings them back.
            logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", level => level >= LogLevel.Information);
            if (configure is null)
                AddConsole(logging);
            else
                configure(logging);
        });

    private static void AddConsole(ILoggingBuilder logging)
    {
        logging.AddConsole(console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.FormatterName ??= ConsoleFormatterNames.Simple;
        });
        logging.Services.Configure<SimpleConsoleFormatterOptions>(simple =>
        {
            simple.SingleLine = true;
            simple.UseUtcTimestamp = true;
            simple.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
    }
}
