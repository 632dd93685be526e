using Microsoft.Data.Sqlite;
using UsageCluster.Core.Events;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Entries;

/// <summary>Event ids as two columns: the key's 16 bytes, big-endian so that time-ordered ids stand in their order, and the text.</summary>
internal static class EventKeys
{
    private const int KeyBytes = 16;

    /// <summary>Binds key and text as this parameter and the next.</summary>
    public static void Bind(this RowStatement row, int parameter, EventKey key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes];
        key.Key.TryWriteBytes(bytes, bigEndian: true, out _);
        row.Bind(parameter, bytes);
        row.Bind(parameter + 1, key.Text);
    }

    public static byte[] Bytes(this EventKey key) => key.Key.ToByteArray(bigEndian: true);

    /// <summary>The event id of key and text in this column and the next.</summary>
    public static string Read(SqliteDataReader row, int column) =>
        new EventKey(new Guid(row.Bytes(column), bigEndian: true), row.TextOrNull(column + 1)).EventId;
}
