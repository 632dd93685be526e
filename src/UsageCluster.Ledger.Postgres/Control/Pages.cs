using Npgsql;
using UsageCluster.Actors.Control;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Control;

/// <summary>Reads a page of a list and the count of all, in one round trip.</summary>
internal static class Pages
{
    /// <summary>The page's statement has $1 = limit, $2 = offset.</summary>
    public static Task<PageOf<T>> PageAsync<T>(
        this NpgsqlConnection connection, string count, string page, Func<NpgsqlDataReader, T> row, PageRequest request,
        CancellationToken cancellationToken) => connection.PageAsync(count, page, row, request, () => [], cancellationToken);

    /// <summary>A filter's parameters come first, in both statements; then limit and offset in the page's.</summary>
    public static async Task<PageOf<T>> PageAsync<T>(
        this NpgsqlConnection connection, string count, string page, Func<NpgsqlDataReader, T> row, PageRequest request,
        Func<NpgsqlParameter[]> filter, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.Statement(count, filter()));
        batch.BatchCommands.Add(Sql.Statement(page, [.. filter(), Sql.BigInt(request.PageSize), Sql.BigInt(request.Offset)]));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(row(reader));
        return new PageOf<T>(rows, total);
    }
}
