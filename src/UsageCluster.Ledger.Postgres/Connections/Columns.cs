using Npgsql;
using UsageCluster.Core.Time;

namespace UsageCluster.Ledger.Postgres.Connections;

/// <summary>Reads columns that may be null.</summary>
internal static class Columns
{
    public static string? TextOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static byte[] Bytes(this NpgsqlDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    public static byte[]? BytesOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Bytes(column);

    public static long? LongOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static Instant Instant(this NpgsqlDataReader reader, int column) => new(reader.GetInt64(column));

    public static Instant? InstantOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new Instant(reader.GetInt64(column));
}
