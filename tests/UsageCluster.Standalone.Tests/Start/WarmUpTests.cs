using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UsageCluster.Standalone.Engine;
using UsageCluster.Standalone.Hosting;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Http;

namespace UsageCluster.Standalone.Tests.Start;

public sealed class WarmUpTests : IDisposable
{
    private const string AdminKey = "an-admin-key-of-32-characters-or-more";

    private readonly TempFolder _folder = new();
    private readonly Lines _log = new();

    [Fact]
    public async Task A_start_leaves_the_store_and_the_engine_as_they_were()
    {
        await using (var first = await StartAsync())
        {
            using var api = new UsageApi(first.Address, AdminKey);
            await api.PutAsync("/admin/companies/acme", new { companyName = "Acme", billingSystem = "minutes" });
            using var runtime = new UsageApi(first.Address, await api.RuntimeKeyAsync());
            object report = new
            {
                eventId = "1",
                companyId = "acme",
                occurredAt = "2024-01-01T00:00:00Z",
                durationSeconds = 1,
                costKey = "interview_minutes",
                agentFocus = "interview",
            };
            var sent = await runtime.TrySendAsync([report]);
            Assert.Equal("accepted", Assert.Single(sent!));
            await first.StopAsync();
        }

        var before = await ContentAsync();
        await using (var second = await StartAsync())
        {
            Assert.Equal(0, second.App.Services.GetRequiredService<UsageEngine>().ActiveCompanies);
            await second.StopAsync();
        }

        Assert.NotEmpty(before);
        Assert.Equal(before, await ContentAsync());
        Assert.DoesNotContain(_log.Written, line => line.Contains("The first requests will take longer", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<StandaloneHost> StartAsync()
    {
        var host = await StandaloneHost.CreateAsync(
            new StandaloneOptions
            {
                Urls = "http://127.0.0.1:0",
                DataDirectory = _folder.Path,
                AdminKey = AdminKey,
                DrainDelay = TimeSpan.Zero,
                WarmUpTimeout = TimeSpan.FromMinutes(5),
            },
            configureLogging: logging => logging.AddProvider(_log));
        await host.StartAsync();
        return host;
    }

    /// <summary>Every row of every table.</summary>
    private async Task<List<string>> ContentAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "usage.db")};Pooling=False");
        await connection.OpenAsync();
        var rows = new List<string>();
        foreach (var table in await ReadAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
            rows.AddRange((await ReadAsync(connection, $"SELECT * FROM \"{table}\"")).Select(row => $"{table}: {row}").Order(StringComparer.Ordinal));
        return rows;
    }

    private static async Task<List<string>> ReadAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of tables that the database gave.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : $"{reader.GetValue(i)}")));
        return rows;
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Written { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue(formatter(state, exception));

        public void Dispose()
        {
            // Nothing to let go of.
        }
    }
}
