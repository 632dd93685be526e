using Microsoft.Extensions.Logging;

namespace UsageCluster.Ledger.Sqlite;

/// <summary>Everything that this project logs. Event ids 3100 to 3199.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(3100, LogLevel.Information, "SQLite store opened: {Path}, schema {SchemaVersion}, SQLite {SqliteVersion}.")]
    public static partial void StoreOpened(ILogger logger, string path, int schemaVersion, string sqliteVersion);

    [LoggerMessage(3101, LogLevel.Information, "Applied schema {Script}.")]
    public static partial void SchemaApplied(ILogger logger, string script);

    [LoggerMessage(3102, LogLevel.Information, "SQLite store closed: {Path}.")]
    public static partial void StoreClosed(ILogger logger, string path);

    [LoggerMessage(3103, LogLevel.Error, "A write failed and was rolled back.")]
    public static partial void WriteRolledBack(ILogger logger, Exception exception);

    [LoggerMessage(3104, LogLevel.Critical, "A commit failed; its outcome is unknown to {Writes} writes.")]
    public static partial void CommitUnknown(ILogger logger, int writes, Exception exception);

    [LoggerMessage(3105, LogLevel.Warning, "The {Use} connection is opened anew.")]
    public static partial void ConnectionReopened(ILogger logger, string use);

    [LoggerMessage(3106, LogLevel.Error, "A read failed.")]
    public static partial void ReadFailed(ILogger logger, Exception exception);
}
