using System.Diagnostics;
using Npgsql;

namespace UsageCluster.Bench.Measuring;

/// <summary>Looks many times a second how many statements a database is running.</summary>
internal sealed class QuerySampler
{
    private const string Active =
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'
        """;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Task<List<(TimeSpan At, int InFlight)>> _sampling;
    private volatile bool _stopped;

    public QuerySampler(string database) => _sampling = SampleAsync(database);

    public async Task<IReadOnlyList<(TimeSpan At, int InFlight)>> StopAsync()
    {
        _stopped = true;
        return await _sampling;
    }

    private async Task<List<(TimeSpan At, int InFlight)>> SampleAsync(string database)
    {
        var samples = new List<(TimeSpan, int)>();
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Active, connection);
        await command.PrepareAsync();
        while (!_stopped)
        {
            var at = _watch.Elapsed;
            samples.Add((at, (int)(long)(await command.ExecuteScalarAsync())!));
            await Task.Delay(Period);
        }

        return samples;
    }
}
