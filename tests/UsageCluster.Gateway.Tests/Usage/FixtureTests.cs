using System.Text.Json.Nodes;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Usage;

public sealed class FixtureTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(UsageFixture.Folder, "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_fixture_answers_exactly(string file)
    {
        await using var server = await GatewayServer.StartAsync();
        var fixture = await UsageFixture.LoadAsync(file);
        var key = await fixture.ProvisionAsync(server.Api, GatewayServer.AdminKey);

        var answer = await server.Api.GetAsync(key, fixture.Request);

        Assert.Equal(fixture.Status, answer.Status);
        Assert.True(JsonNode.DeepEquals(fixture.Body, JsonNode.Parse(answer.Text)), answer.Text);
        // The files write members in the contract's order and numbers as the contract does: the text is equal too.
        Assert.Equal(fixture.Body.ToJsonString(), answer.Text);
    }

    [Fact]
    public void There_are_fixtures() => Assert.NotEmpty(Files);
}
