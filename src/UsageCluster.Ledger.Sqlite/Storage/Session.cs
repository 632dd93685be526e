using Microsoft.Data.Sqlite;
using SQLitePCL;
using UsageCluster.Core.Books;

namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>A connection with its prepared statements. Used by one thread.</summary>
internal sealed class Session(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = [];
    private readonly Dictionary<string, RowStatement> _rowStatements = [];

    /// <summary>Whether a transaction is open; a failing statement may have ended it.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>The statement of an SQL text, which is a constant: statements are kept for the session's life.</summary>
    public Statement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new Statement(connection, sql));
        return statement;
    }

    /// <summary>The same for a statement that is run once per ledger entry.</summary>
    public RowStatement RowStatement(string sql)
    {
        if (!_rowStatements.TryGetValue(sql, out var statement))
            _rowStatements.Add(sql, statement = new RowStatement(connection, sql));
        return statement;
    }

    /// <summary>Runs a statement; the number of rows changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Statement(sql).Execute(values);

    /// <summary>Runs a text of several statements, once.</summary>
    public void ExecuteScript(string sql)
    {
        using var script = new Statement(connection, sql);
        script.Execute();
    }

    /// <summary>Every row.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Statement(sql).Query(values);
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The first row; null: there is none.</summary>
    public T? Find<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values) where T : class
    {
        using var reader = Statement(sql).Query(values);
        return reader.Read() ? read(reader) : null;
    }

    /// <summary>The first column of the first row as an integer; null: there is no row, or it is null.</summary>
    public long? FindInteger(string sql, params ReadOnlySpan<object?> values)
    {
        using var reader = Statement(sql).Query(values);
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetInt64(0) : null;
    }

    /// <summary>Bytes of a column's blob: no more of it is read than those, and the way there. Throws where it is not so long.</summary>
    public byte[][] ReadBlob(string table, string column, long rowId, IReadOnlyList<SnapshotRange> ranges)
    {
        using var blob = new SqliteBlob(connection, table, column, rowId, readOnly: true);
        var bytes = new byte[ranges.Count][];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = GC.AllocateUninitializedArray<byte>(ranges[i].Length);
            blob.Position = ranges[i].Start;
            blob.ReadExactly(bytes[i]);
        }

        return bytes;
    }

    /// <summary>Copies the whole database as of one moment over another one.</summary>
    public void CopyTo(SqliteConnection target) => connection.BackupDatabase(target);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        foreach (var statement in _rowStatements.Values)
            statement.Dispose();
        connection.Dispose();
    }
}
