using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using UsageCluster.Standalone.Tests.Support;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Start;

public sealed partial class DemoTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Every_printed_call_works_and_a_later_start_prints_fresh_keys()
    {
        List<string> earlier;
        await using (var first = await StartAsync())
        {
            await AssertCallsAsync(first, expected: "accepted");
            earlier = KeysOf(first);
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await StartAsync();
        await AssertCallsAsync(second, expected: "duplicate");
        Assert.Empty(KeysOf(second).Intersect(earlier));
        foreach (var key in earlier)
        {
            using var api = new UsageApi(second.Url, key);
            Assert.Equal(HttpStatusCode.Unauthorized, await api.StatusAsync("/billing/usage"));
        }
    }

    [Fact]
    public async Task Data_that_the_demo_did_not_make_is_refused()
    {
        await using (var server = await ServerProcess.StartAsync(["--data", _folder.Path]))
            Assert.Equal(0, await server.StopAsync());
        var run = await ProgramRun.OfAsync(["--demo", "--data", _folder.Path, "--urls", "http://127.0.0.1:0"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--demo fills an empty store only", run.Errors, StringComparison.Ordinal);
        OptionTests.AssertBrief(run);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AssertCallsAsync(ServerProcess server, string expected)
    {
        var calls = CurlCall.AllIn(server.Output);
        Assert.True(calls.Count >= 5, server.Output);
        foreach (var call in calls)
        {
            Assert.StartsWith(server.Url.ToString(), call.Url.ToString(), StringComparison.Ordinal);
            var (type, body) = await call.SendAsync();
            switch (type, call.Url.AbsolutePath)
            {
                case ("text/csv", _):
                    Assert.True(body.Split('\n').Length > 5, body);
                    break;
                case (_, "/billing/usage"):
                    var companies = JsonElement.Parse(body).GetProperty("data").GetProperty("companies").EnumerateArray().ToList();
                    Assert.NotEmpty(companies);
                    Assert.All(companies, c => Assert.NotEqual(0, c.GetProperty("totalInterviews").GetInt64()));
                    break;
                case (_, "/ingest/events"):
                    var result = Assert.Single(JsonElement.Parse(body).GetProperty("results").EnumerateArray());
                    Assert.Equal(expected, result.GetProperty("status").GetString());
                    expected = "duplicate";
                    break;
                default:
                    Assert.Equal(JsonValueKind.Object, JsonElement.Parse(body).ValueKind);
                    break;
            }
        }
    }

    private static List<string> KeysOf(ServerProcess server)
    {
        var keys = Key().Matches(server.Output).Select(m => m.Value).Distinct().ToList();
        Assert.Equal(["admin", "ats", "company", "runtime"], keys.Select(k => k.Split('_')[1]).Order());
        return keys;
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(["--demo", "--data", _folder.Path]);

    [GeneratedRegex("uc_[a-z]+_[0-9a-f]+_[0-9a-f]+")]
    private static partial Regex Key();
}
