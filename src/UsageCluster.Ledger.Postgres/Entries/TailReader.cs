using UsageCluster.Core.Ledger;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>Reads the ends of companies' ledgers: short ones many in a statement, long ones alone.</summary>
internal sealed class TailReader
{
    /// <summary>Entries up to which a page shares a statement.</summary>
    private const int ShortMax = 512;

    private const string Alone =
        $"SELECT {EntryReader.Columns} FROM usage.entries WHERE company_no = $1 AND version > $2 AND version > 0 ORDER BY version LIMIT $3";

    /// <summary>The limit makes it a nested loop, whatever the planner believes: each page is a walk along the index by version.</summary>
    internal const string Together =
        $"""
        SELECT {EntryReader.Columns}, w.place
        FROM unnest($1::integer[], $2::bigint[], $3::integer[]) WITH ORDINALITY AS w (company, after_version, most, place)
        CROSS JOIN LATERAL (
            SELECT * FROM usage.entries e
            WHERE e.company_no = w.company AND e.version > w.after_version AND e.version > 0
            ORDER BY e.version LIMIT w.most) AS e
        """;

    private static readonly GatheringBounds Bounds = new(LanesMax: 2, AloneMax: 1, WeightMax: 8_192);

    private readonly Database _database;
    private readonly EntryReader _reader;
    private readonly Gathering<Page, IReadOnlyList<ChainedEntry>> _short;

    public TailReader(Database database, EntryReader reader)
    {
        _database = database;
        _reader = reader;
        _short = new Gathering<Page, IReadOnlyList<ChainedEntry>>(Bounds, ReadAsync, ReadAsync);
    }

    /// <summary>Up to <paramref name="limit"/> entries after a version, in order of version.</summary>
    public Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken)
    {
        var page = new Page(companyNo, afterVersion, limit);
        return limit <= ShortMax ? _short.AskAsync(page, Math.Max(1, limit), cancellationToken) : ReadAsync(page, cancellationToken);
    }

    private Task<IReadOnlyList<ChainedEntry>> ReadAsync(Page page, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<ChainedEntry>>(
            async connection => await _reader.ReadAsync(
                connection,
                Sql.Statement(Alone, Sql.Int(page.CompanyNo), Sql.BigInt(page.AfterVersion), Sql.Int(page.Limit)),
                page.CompanyNo,
                cancellationToken),
            cancellationToken);

    private async Task ReadAsync(IReadOnlyList<Wanted<Page, IReadOnlyList<ChainedEntry>>> wanted)
    {
        var (companies, after, limits) = (new int[wanted.Count], new long[wanted.Count], new int[wanted.Count]);
        for (var i = 0; i < wanted.Count; i++)
            (companies[i], after[i], limits[i]) = (wanted[i].Question.CompanyNo, wanted[i].Question.AfterVersion, wanted[i].Question.Limit);
        var pages = await _database.ReadTogetherAsync(connection => _reader.ReadPagesAsync(
            connection, Sql.Statement(Together, Sql.Array(companies), Sql.Array(after), Sql.Array(limits)), companies, CancellationToken.None));
        for (var i = 0; i < wanted.Count; i++)
            wanted[i].SetResult(pages[i]);
    }

    private readonly record struct Page(int CompanyNo, long AfterVersion, int Limit);
}
