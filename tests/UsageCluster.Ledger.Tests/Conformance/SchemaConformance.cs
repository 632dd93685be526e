using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>How every store applies its schema. A store's tests derive from it and bring the factory.</summary>
public abstract class SchemaConformance(StoreFactory factory)
{
    [Fact]
    public async Task A_second_open_finds_the_schema_and_the_rows()
    {
        await using var database = await factory.CreateDatabaseAsync();
        var company = Samples.Company();
        await using (var first = await database.OpenAsync())
            await first.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);

        await using var second = await database.OpenAsync();

        Assert.Equal(company, await second.Control.FindCompanyAsync(company.CompanyId, CancellationToken.None));
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        await using var database = await factory.CreateDatabaseAsync();
        await (await database.OpenAsync()).DisposeAsync();
        await database.PretendNewerSchemaAsync();

        var refused = await Assert.ThrowsAsync<SchemaTooNewException>(database.OpenAsync);

        Assert.True(refused.Found > refused.Known);
    }
}
