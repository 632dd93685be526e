using System.Text.Json;
using UsageCluster.Gateway.Tests.Admin;
using UsageCluster.Gateway.Tests.Support;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Gateway.Tests.Examples;

/// <summary>Runs docs/example-month.md from its first table to its last.</summary>
public sealed class ExampleMonthTests : AdminServerTests
{
    [Fact]
    public async Task Every_figure_of_the_page_is_what_a_server_answers()
    {
        var tables = MarkdownTable.ReadAll(await File.ReadAllTextAsync(Repository.Under("docs", "example-month.md")));
        var runtime = (await Server.Provision.KeyAsync("runtime")).Text;
        var asked = 0;
        foreach (var table in tables)
        {
            if (table.Columns[0] == "at")
            {
                foreach (var step in table.Rows)
                    await SendAsync(runtime, step[0], step[1].Split(' '), step[2]);
                continue;
            }

            asked++;
            var path = table.Before.Split('`')[1]["GET ".Length..];
            Assert.Equal(Lines(table.Rows), Lines(await AskAsync(path, table.Columns)));
        }

        Assert.Equal((3, 9), (tables.Count - asked, asked));
    }

    private static string Lines(IEnumerable<string[]> rows) => string.Join('\n', rows.Select(r => string.Join(" | ", r)));

    private async Task SendAsync(string runtime, string at, string[] call, string body)
    {
        Server.Time.Advance(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture) - Server.Time.GetUtcNow());
        var key = call[1].StartsWith("/ingest", StringComparison.Ordinal) ? runtime : GatewayServer.AdminKey;
        var answer = call[0] == "PUT" ? await Server.Api.PutAsync(key, call[1], body) : await Server.Api.PostAsync(key, call[1], body);
        Assert.True((int)answer.Status is 200 or 201, answer.Text);
        if (key == runtime)
            Assert.Equal(1, answer.Json.GetProperty("accepted").GetInt32());
    }

    /// <summary>The cells of the answer, as CSV has them; of one that is no CSV, the members of its data.</summary>
    private async Task<IEnumerable<string[]>> AskAsync(string path, string[] columns)
    {
        if (path.StartsWith("/billing/plan", StringComparison.Ordinal))
        {
            var data = (await Server.Api.GetAsync(GatewayServer.AdminKey, path)).Json.GetProperty("data");
            return [[.. columns.Select(c => data.GetProperty(c) is { ValueKind: JsonValueKind.Null } ? "" : data.GetProperty(c).ToString())]];
        }

        var answer = await Server.Api.GetAsync(GatewayServer.AdminKey, path, ("Accept", "text/csv"));
        Assert.Equal("text/csv; charset=utf-8", answer.ContentType);
        var lines = answer.Text.TrimEnd().Split("\r\n").Select(l => l.Split(',')).ToArray();
        var places = columns.Select(c => Array.IndexOf(lines[0], c)).ToArray();
        return lines.Skip(1).Select(cells => places.Select(place => cells[place]).ToArray());
    }
}
