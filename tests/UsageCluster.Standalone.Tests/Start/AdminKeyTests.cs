using System.Net;
using System.Text.RegularExpressions;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Start;

public sealed partial class AdminKeyTests : IDisposable
{
    private const string FromEnvironment = "a-key-from-the-environment-0123456789";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task The_first_start_prints_an_admin_key_and_later_ones_do_not()
    {
        string key;
        await using (var first = await StartAsync())
        {
            key = Assert.Single(Key().Matches(first.Output)).Value;
            Assert.DoesNotContain(key, first.Log, StringComparison.Ordinal);
            using var api = new UsageApi(first.Url, key);
            Assert.Equal(HttpStatusCode.OK, await api.StatusAsync("/admin/companies"));
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await StartAsync();
        Assert.DoesNotMatch(Key(), second.Output + second.Log);
        using var later = new UsageApi(second.Url, key);
        Assert.Equal(HttpStatusCode.OK, await later.StatusAsync("/admin/companies"));
    }

    [Fact]
    public async Task The_environments_key_is_taken_while_it_is_set_and_no_other_is_made()
    {
        await using (var with = await StartAsync(("USAGE_ADMIN_KEY", FromEnvironment)))
        {
            Assert.DoesNotMatch(Key(), with.Output);
            Assert.DoesNotContain(FromEnvironment, with.Output + with.Log, StringComparison.Ordinal);
            using var api = new UsageApi(with.Url, FromEnvironment);
            Assert.Equal(HttpStatusCode.OK, await api.StatusAsync("/admin/companies"));
        }

        await using var without = await StartAsync();
        using var later = new UsageApi(without.Url, FromEnvironment);
        Assert.Equal(HttpStatusCode.Unauthorized, await later.StatusAsync("/admin/companies"));
        Assert.Matches(Key(), without.Output);
    }

    [Fact]
    public async Task The_key_may_lie_in_a_file()
    {
        await File.WriteAllTextAsync(_folder.Under("key"), FromEnvironment + "\n");
        await using var server = await StartAsync(("USAGE_ADMIN_KEY_FILE", _folder.Under("key")));
        using var api = new UsageApi(server.Url, FromEnvironment);
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync("/admin/companies"));
    }

    public void Dispose() => _folder.Dispose();

    private Task<ServerProcess> StartAsync(params (string Name, string Value)[] environment) =>
        ServerProcess.StartAsync(["--data", _folder.Under("data")], environment.ToDictionary(e => e.Name, e => e.Value));

    [GeneratedRegex("uc_admin_[0-9a-f]+_[0-9a-f]+")]
    private static partial Regex Key();
}
