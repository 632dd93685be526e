using Npgsql;
using NpgsqlTypes;

namespace UsageCluster.Ledger.Postgres.Connections;

/// <summary>Short forms for statements and their parameters. Texts are constants; values are parameters, always.</summary>
internal static class Sql
{
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string constantText, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(constantText, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    public static NpgsqlBatchCommand Statement(string constantText, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(constantText);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    public static async Task<int> ExecuteAsync(
        this NpgsqlConnection connection, string constantText, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = connection.Command(constantText, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The first column of the first row; the type's default without a row or for null.</summary>
    public static async Task<T?> ScalarAsync<T>(
        this NpgsqlConnection connection, string constantText, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = connection.Command(constantText, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var value = await reader.ReadAsync(cancellationToken) && !reader.IsDBNull(0) ? (T)reader.GetValue(0) : default;
        await reader.FinishAsync(cancellationToken);
        return value;
    }

    public static async Task<List<T>> ListAsync<T>(
        this NpgsqlConnection connection, string constantText, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken,
        params NpgsqlParameter[] parameters)
    {
        await using var command = connection.Command(constantText, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(row(reader));
        await reader.FinishAsync(cancellationToken);
        return rows;
    }

    /// <summary>
    /// Reads the answer to its end. That of the commit comes after the rows, and a reader that is only closed takes a time-out there for a success.
    /// </summary>
    public static async Task FinishAsync(this NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.NextResultAsync(cancellationToken))
        {
            // Nothing more is wanted of it.
        }
    }

    public static NpgsqlParameter Int(int? value) => Of(NpgsqlDbType.Integer, value);

    public static NpgsqlParameter SmallInt(int? value) => Of(NpgsqlDbType.Smallint, value is { } number ? checked((short)number) : null);

    public static NpgsqlParameter BigInt(long? value) => Of(NpgsqlDbType.Bigint, value);

    public static NpgsqlParameter Text(string? value) => Of(NpgsqlDbType.Text, value);

    public static NpgsqlParameter Bytes(byte[]? value) => Of(NpgsqlDbType.Bytea, value);

    public static NpgsqlParameter Bool(bool value) => Of(NpgsqlDbType.Boolean, value);

    public static NpgsqlParameter Interval(TimeSpan value) => Of(NpgsqlDbType.Interval, value);

    public static NpgsqlParameter Texts(IEnumerable<string>? values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Text, values?.ToArray());

    /// <summary>An array whose type is that of its elements.</summary>
    public static NpgsqlParameter Array<T>(T[] values) => new NpgsqlParameter<T[]> { TypedValue = values };

    /// <summary>An array of text or bytes, elements of which may be null.</summary>
    public static NpgsqlParameter Array<T>(NpgsqlDbType elementType, T[] values) =>
        new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | elementType };

    private static NpgsqlParameter Of(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
