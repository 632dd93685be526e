using UsageCluster.Actors.Control;
using UsageCluster.Ledger.Sqlite;
using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Sqlite;

public sealed class SqliteChangesTests : IAsyncLifetime
{
    private readonly SqliteDatabase _database = new();
    private SqliteStore _store = null!;

    public async Task InitializeAsync() => _store = await _database.OpenStoreAsync(o => o with { ChangesMax = 2, RevisionsKept = 4 });

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task More_changes_than_an_answer_names_are_everything()
    {
        var revision = await MakeCompaniesAsync(3);

        Assert.Equal(2, (await SinceAsync(revision - 2)).Changes!.Count);
        Assert.Equal(new ControlChanges(revision, null), await SinceAsync(revision - 3));
    }

    [Fact]
    public async Task Changes_before_those_that_are_kept_are_everything()
    {
        var revision = await MakeCompaniesAsync(2);
        for (var i = 0; i < 4; i++)
            await _store.Control.PutAtsAsync("ats", $"Name {i}", [], _ => Samples.Audit(), CancellationToken.None);

        Assert.Equal([new ControlChange(ControlKind.Ats, "ats")], (await SinceAsync(revision)).Changes);
        Assert.Null((await SinceAsync(revision - 1)).Changes);
    }

    [Fact]
    public async Task A_revision_ahead_of_the_store_is_of_another_store()
    {
        var revision = await MakeCompaniesAsync(1);

        Assert.Equal(new ControlChanges(revision, null), await SinceAsync(revision + 1));
    }

    private async Task<long> MakeCompaniesAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await _store.Control.CreateCompanyAsync(Samples.Company(), [], Samples.Audit(), CancellationToken.None);
        return (await SinceAsync(-1)).Revision;
    }

    private Task<ControlChanges> SinceAsync(long revision) => _store.Control.ChangesSinceAsync(revision, CancellationToken.None);
}
