using Microsoft.Extensions.Logging;

namespace UsageCluster.Ledger.Postgres;

/// <summary>What the store logs. Event ids 3000 to 3099.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(3000, LogLevel.Information, "Ledger on PostgreSQL {ServerVersion} at {Host}, database {Database}, schema version {SchemaVersion}")]
    public static partial void Opened(this ILogger logger, string serverVersion, string? host, string? database, int schemaVersion);

    [LoggerMessage(3001, LogLevel.Information, "Applied schema file {File}")]
    public static partial void SchemaApplied(this ILogger logger, string file);

    [LoggerMessage(3002, LogLevel.Warning, "The server's setting {Setting} is {Value}: acknowledged events may be lost when it dies")]
    public static partial void NotDurable(this ILogger logger, string setting, string value);

    [LoggerMessage(3003, LogLevel.Warning, "Why {Companies} companies could not be appended was not learned: they begin anew")]
    public static partial void LookFailed(this ILogger logger, int companies, Exception failure);

    [LoggerMessage(
        3005,
        LogLevel.Warning,
        "The database at {Host}:{Port} is in another history ({History}) than before ({Before}): a standby was promoted or a backup restored. "
            + "Without a synchronous standby, what was acknowledged last may be missing")]
    public static partial void HistoryChanged(this ILogger logger, string? host, int port, string before, string history);

    [LoggerMessage(3004, LogLevel.Information, "Gave the role {Role} the rights that the program needs at run time")]
    public static partial void RightsGranted(this ILogger logger, string role);
}
