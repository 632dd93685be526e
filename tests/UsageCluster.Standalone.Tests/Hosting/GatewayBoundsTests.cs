using System.Net;
using System.Net.Http.Headers;
using System.Text;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Hosting;

public sealed class GatewayBoundsTests : IDisposable
{
    private const string AdminKey = "an-admin-key-of-32-characters-or-more";
    private readonly TempFolder _data = new();

    [Fact]
    public async Task A_bound_of_the_API_is_taken_from_the_environment()
    {
        await using var server = await StartAsync("AdminBytesMax", "2048");
        using var client = new HttpClient { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        using var body = new StringContent($$"""{"companyName":"{{new string('x', 3_000)}}","billingSystem":"minutes"}""", Encoding.UTF8, "application/json");

        using var answer = await client.PutAsync("/admin/companies/acme", body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("AdminBytesMax", "1", "AdminBytesMax must be from 1024")]
    [InlineData("AdminBytesMax", "many", "'many'")]
    [InlineData("IngestEventsMax", "20001", "IngestEventsMax must be at most 20000")]
    public async Task A_bound_out_of_its_range_stops_the_start(string bound, string value, string reason)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(bound, value));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _data.Dispose();

    private Task<ServerProcess> StartAsync(string bound, string value) => ServerProcess.StartAsync(
        ["--data", _data.Path],
        new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey, ["Gateway__" + bound] = value });
}
