using System.Diagnostics;
using System.Net.Http.Headers;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Processes;
using Xunit.Abstractions;

namespace UsageCluster.Standalone.Tests.Export;

/// <summary>100,000 rows; with <c>USAGE_TEST_LONG</c> 10^6, which no server could hold in the memory that is allowed here.</summary>
public sealed class ExportMemoryTests(ITestOutputHelper output)
{
    private const string AdminKey = "the-admin-key-of-the-export-tests-0123";
    private const int EventsPerCall = 10_000;

    // What garbage may gather between collections, by the host's own setting, and what a few thousand rows and buffers take.
    private const long AllowedBytes = 64L << 20;

    private static readonly int Rows = Environment.GetEnvironmentVariable("USAGE_TEST_LONG") == "1" ? 1_000_000 : 100_000;

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/x-ndjson")]
    public async Task A_history_is_exported_whole_in_memory_that_its_length_does_not_matter_to(string media)
    {
        using var folder = new TempFolder();
        var environment = new Dictionary<string, string>
        {
            ["USAGE_ADMIN_KEY"] = AdminKey,
            ["DOTNET_gcServer"] = "0",
        };
        await using (var writer = await ServerProcess.StartAsync(["--data", folder.Path], environment))
        {
            await FillAsync(writer);
            Assert.Equal(0, await writer.StopAsync());
        }

        // A new process has no garbage of the filling.
        await using var server = await ServerProcess.StartAsync(["--data", folder.Path], environment);
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        http.DefaultRequestHeaders.Accept.ParseAdd(media);
        var (first, _, _) = await ReadAsync(http, server, "companyId=c&from=2024-01-01T00:00:00Z&to=2024-01-01T00:00:01Z");
        Assert.Equal(media == "text/csv" ? 11 : 10, first);
        var idle = server.ResidentBytes;
        var watch = Stopwatch.StartNew();

        var (lines, bytes, peak) = await ReadAsync(http, server, "companyId=c");

        output.WriteLine(
            $"{media}: {Rows} rows, {bytes >> 20} MiB in {watch.Elapsed.TotalSeconds:0.0} s, {Rows / watch.Elapsed.TotalSeconds:0} rows/s; {idle >> 20} MiB idle, "
            + $"{(peak - idle) >> 20} MiB above that at its peak");
        Assert.Equal(media == "text/csv" ? Rows + 1 : Rows, lines);
        Assert.InRange(peak - idle, long.MinValue, AllowedBytes);
    }

    /// <summary>Ten events for each second.</summary>
    private static async Task FillAsync(ServerProcess server)
    {
        using var admin = new UsageApi(server.Url, AdminKey);
        await admin.PutAsync("/admin/companies/c", new { companyName = "C", billingSystem = "minutes" });
        using var runtime = new UsageApi(server.Url, await admin.RuntimeKeyAsync());
        var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var sent = 0; sent < Rows; sent += EventsPerCall)
        {
            object[] events = [.. Enumerable.Range(sent, EventsPerCall).Select(i => new
            {
                eventId = $"event-{i}",
                companyId = "c",
                occurredAt = start.AddSeconds(i / 10),
                durationSeconds = 60,
                agentFocus = "screening",
                interviewId = $"interview-{i}",
            })];
            var statuses = await runtime.TrySendAsync(events);
            Assert.NotNull(statuses);
            Assert.All(statuses, s => Assert.Equal("accepted", s));
        }
    }

    private static async Task<(long Lines, long Bytes, long Peak)> ReadAsync(HttpClient http, ServerProcess server, string query)
    {
        using var answer = await http.GetAsync(new Uri("/billing/history?" + query, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        var (lines, bytes, peak, measured) = (0L, 0L, server.ResidentBytes, 0L);
        while (await body.ReadAsync(buffer) is > 0 and var count)
        {
            lines += buffer.AsSpan(0, count).Count((byte)'\n');
            bytes += count;
            if (bytes - measured < 1 << 20)
                continue;
            (measured, peak) = (bytes, Math.Max(peak, server.ResidentBytes));
        }

        return (lines, bytes, Math.Max(peak, server.ResidentBytes));
    }
}
