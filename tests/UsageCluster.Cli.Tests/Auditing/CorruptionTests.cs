using System.Text.Json;
using UsageCluster.Cli.Tests.Support;

namespace UsageCluster.Cli.Tests.Auditing;

/// <summary>Every corruption is found and the first entry that is off is named; the other companies are gone through all the same.</summary>
[Collection(StoreCollection.Name)]
public class CorruptionTests(PostgresServerFixture postgres)
{
    public static TheoryData<StoreKind, string> Planted
    {
        get
        {
            TheoryData<StoreKind, string> data = [];
            foreach (var kind in Enum.GetValues<StoreKind>())
            {
                foreach (var corruption in Corruption.All)
                    data.Add(kind, corruption.Kind);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task What_was_changed_behind_the_store_is_found_and_nothing_else(StoreKind store, string changed)
    {
        var corruption = Assert.Single(Corruption.All, c => c.Kind == changed);
        await using var opened = await StoreCase.OpenAsync(store, postgres);
        var acme = await Companies.WriteAsync(opened);
        await corruption.PlantAsync(opened, acme);

        await opened.AssertFindsAsync(corruption.Finding);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Of_several_companies_each_is_named_also_in_json(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await Companies.WriteAsync(store);
        await store.ExecuteAsync("UPDATE {entries} SET recorded_at = recorded_at + 1 WHERE version = 3");

        var run = await store.AuditAsync("--json");

        Assert.Equal(1, run.ExitCode);
        var json = JsonElement.Parse(run.Output);
        const string chain = "the hash is not that of the entry and those before it";
        Assert.Equal(
            [("acme", 3, chain), ("beta", 3, chain), ("zeta", 3, chain)],
            json.GetProperty("findings").EnumerateArray().Select(f =>
                (f.GetProperty("company").GetString()!, f.GetProperty("version").GetInt32(), f.GetProperty("what").GetString()!)));
        Assert.Equal(3, json.GetProperty("off").GetInt32());
    }
}
