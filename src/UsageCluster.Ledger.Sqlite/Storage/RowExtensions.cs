using Microsoft.Data.Sqlite;
using UsageCluster.Core.Time;

namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>Columns of the row that a reader stands on.</summary>
internal static class RowExtensions
{
    public static byte[] Bytes(this SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static byte[]? BytesOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Bytes(column);

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? IntegerOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static Instant Instant(this SqliteDataReader row, int column) => new(row.GetInt64(column));

    public static Instant? InstantOrNull(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.Instant(column);
}
