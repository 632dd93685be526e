using System.Text.Json.Nodes;
using UsageCluster.Orleans.Tests.Support;

namespace UsageCluster.Orleans.Tests.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class FixtureTests(ClusterServers servers)
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var file in Directory.GetFiles(FixtureFile.Folder, "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal))
            {
                for (var silo = 0; silo < 3; silo++)
                    cases.Add(file, silo);
            }

            return cases;
        }
    }

    [ClusterTheory]
    [MemberData(nameof(Cases))]
    public async Task What_is_set_up_and_sent_through_one_silo_is_answered_alike_by_all(string name, int silo)
    {
        var cluster = await servers.SharedAsync("calm");
        var fixture = await FixtureFile.LoadAsync(name, $"-of-{Path.GetFileNameWithoutExtension(name)}-by-{silo}");
        var key = await fixture.ProvisionAsync(cluster.Silos[silo].Api);
        foreach (var asked in cluster.Silos)
        {
            var answer = JsonNode.Parse(await asked.Api.GetAsync(fixture.Request, key));
            Assert.True(JsonNode.DeepEquals(fixture.Body, answer), $"{asked.Name} answers {answer}");
        }
    }
}
