using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Leases;

/// <summary>Gives companies up: clears the owner where the epoch is still the releaser's. Those that are given up at about the same time together.</summary>
internal sealed class CompaniesReleasing
{
    private const string Alone =
        "UPDATE usage.heads SET owner_lease = NULL WHERE company_no = $1 AND epoch = $2 AND owner_lease IS NOT NULL";

    private const string IsReleasers = "epoch = ($2::bigint[])[array_position($1::integer[], company_no)] AND owner_lease IS NOT NULL";

    /// <summary>Waits for no head: what another one holds is left, and what is not the releaser's any more.</summary>
    private const string Together =
        $"""
        UPDATE usage.heads SET owner_lease = NULL
        WHERE {IsReleasers} AND company_no = ANY (ARRAY(
            SELECT company_no FROM usage.heads WHERE company_no = ANY ($1) AND {IsReleasers} ORDER BY company_no FOR UPDATE SKIP LOCKED))
        RETURNING company_no
        """;

    private static readonly GatheringBounds Bounds = new(LanesMax: 1, AloneMax: 1, WeightMax: 256);

    private readonly Database _database;
    private readonly Gathering<Release, bool> _gathering;

    public CompaniesReleasing(Database database)
    {
        _database = database;
        _gathering = new Gathering<Release, bool>(Bounds, ReleaseAsync, ReleaseAloneAsync);
    }

    public Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken) =>
        _gathering.AskAsync(new Release(companyNo, epoch), 1, cancellationToken);

    private async Task<bool> ReleaseAloneAsync(Release release, CancellationToken cancellationToken) => await _database.WriteAsync(
        connection => connection.ExecuteAsync(Alone, cancellationToken, Sql.Int(release.CompanyNo), Sql.BigInt(release.Epoch)), cancellationToken) > 0;

    private async Task ReleaseAsync(IReadOnlyList<Wanted<Release, bool>> wanted)
    {
        var (companyNos, epochs) = (new int[wanted.Count], new long[wanted.Count]);
        for (var i = 0; i < wanted.Count; i++)
            (companyNos[i], epochs[i]) = wanted[i].Question;
        var released = await _database.WriteTogetherAsync(connection => connection.ListAsync(
            Together, r => r.GetInt32(0), CancellationToken.None, Sql.Array(companyNos), Sql.Array(epochs)));
        var left = released.ToHashSet();
        foreach (var one in wanted)
        {
            if (left.Remove(one.Question.CompanyNo))
                one.SetResult(true);
        }
    }

    private readonly record struct Release(int CompanyNo, long Epoch);
}
