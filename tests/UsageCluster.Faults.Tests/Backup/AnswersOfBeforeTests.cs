using System.Net;
using System.Net.Http.Headers;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Backup;

/// <summary>
/// What clients were handed by a server whose latest state was then lost: entity tags and cursors. A version that was given to one event is given to
/// another one after the restore.
/// </summary>
public sealed class AnswersOfBeforeTests
{
    private const string AdminKey = "the-admin-key-of-the-backup-tests-0123";

    private static readonly string[] Reads =
    [
        "/billing/usage?companyId=acme&start=2025-01-01&end=2025-02-01",
        "/billing/usage/monthly?companyId=acme&from=2025-01&to=2025-01",
        "/billing/usage/series?companyId=acme&start=2025-01-01&end=2025-02-01&granularity=month&groupBy=costKey",
        "/billing/history?companyId=acme&from=2025-01-01&to=2025-02-01",
    ];

    [Fact]
    public async Task A_tag_of_a_state_that_was_lost_is_taken_for_no_other_state_though_its_version_comes_again()
    {
        using var folder = new TempFolder();
        var (tags, cursor) = await LoseAsync(folder);

        await using var server = await StartAsync(folder.Under("restored"));
        Assert.All(await StatusesAsync(server, tags), status => Assert.Equal(HttpStatusCode.OK, status));
        await SendAsync(server, Event("another one", day: 4, seconds: 61));
        Assert.All(await StatusesAsync(server, tags), status => Assert.Equal(HttpStatusCode.OK, status));

        // A walk goes on behind the row of its cursor, which is another one by now: no row of before the backup is lost or repeated.
        using var api = new UsageApi(server.Url, AdminKey);
        var rest = await api.GetAsync($"{Reads[^1]}&pageSize=10&after={cursor}");
        Assert.Equal(["third", "second", "first"], rest.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("eventId").GetString()));
    }

    [Fact]
    public async Task A_tag_is_good_again_once_the_same_events_are_back()
    {
        using var folder = new TempFolder();
        var (tags, _) = await LoseAsync(folder);

        await using var server = await StartAsync(folder.Under("restored"));
        await SendAsync(server, Event("fourth", day: 4, seconds: 60));

        // A history tells when its rows were booked, which is another time now.
        Assert.Equal(
            [HttpStatusCode.NotModified, HttpStatusCode.NotModified, HttpStatusCode.NotModified, HttpStatusCode.OK], await StatusesAsync(server, tags));
    }

    /// <summary>Three events are in the backup and a fourth is not; the tags of all reads, and the cursor behind the fourth.</summary>
    private static async Task<(string[] Tags, string Cursor)> LoseAsync(TempFolder folder)
    {
        await using var server = await StartAsync(folder.Under("data"));
        using var admin = new UsageApi(server.Url, AdminKey);
        await admin.PutAsync("/admin/companies/acme", new { companyName = "Acme", billingSystem = "minutes" });
        await SendAsync(server, Event("first", 1, 60), Event("second", 2, 60), Event("third", 3, 60));
        Directory.CreateDirectory(folder.Under("restored"));
        await RestoredStore.UsageAsync("backup", "--data", folder.Under("data"), "--output", Path.Combine(folder.Under("restored"), "usage.db"));
        await SendAsync(server, Event("fourth", 4, 60));
        var tags = new string[Reads.Length];
        for (var i = 0; i < tags.Length; i++)
        {
            using var answer = await AskAsync(server, Reads[i], null);
            tags[i] = answer.Headers.ETag!.Tag;
        }

        Assert.All(await StatusesAsync(server, tags), status => Assert.Equal(HttpStatusCode.NotModified, status));
        var page = await admin.GetAsync(Reads[^1] + "&pageSize=1");
        await server.KillAsync();
        return (tags, page.GetProperty("meta").GetProperty("nextCursor").GetString()!);
    }

    private static Task<ServerProcess> StartAsync(string data) =>
        ServerProcess.StartAsync(["--data", data], new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey });

    private static object Event(string id, int day, int seconds) =>
        new { eventId = id, companyId = "acme", occurredAt = $"2025-01-0{day}T00:00:00Z", durationSeconds = seconds };

    private static async Task SendAsync(ServerProcess server, params object[] events)
    {
        using var admin = new UsageApi(server.Url, AdminKey);
        using var runtime = new UsageApi(server.Url, await admin.RuntimeKeyAsync());
        Assert.All((await runtime.TrySendAsync(events))!, status => Assert.Equal("accepted", status));
    }

    private static async Task<HttpStatusCode[]> StatusesAsync(ServerProcess server, string[] tags)
    {
        var statuses = new HttpStatusCode[Reads.Length];
        for (var i = 0; i < statuses.Length; i++)
        {
            using var answer = await AskAsync(server, Reads[i], tags[i]);
            statuses[i] = answer.StatusCode;
        }

        return statuses;
    }

    private static async Task<HttpResponseMessage> AskAsync(ServerProcess server, string path, string? tag)
    {
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = ServerProcess.Timeout };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        if (tag is not null)
            http.DefaultRequestHeaders.IfNoneMatch.Add(new EntityTagHeaderValue(tag));
        return await http.GetAsync(new Uri(path, UriKind.Relative));
    }
}
