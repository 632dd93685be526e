using UsageCluster.Ledger.Postgres.Entries;

namespace UsageCluster.Ledger.Postgres.Appending;

/// <summary>
/// The statement that appends the entries of many companies. It has no join whose order the planner could get wrong: look-ups are
/// by key, heads find their request by its place in sorted arrays, memberships are hashed sub-plans (<c>IN (…) IS TRUE</c> is never
/// pulled up into a join). Heads are locked in the order of their index, which is that of the companies: no deadlock.
/// </summary>
internal static class AppendStatement
{
    /// <summary>
    /// Waits for a change of rates in flight, and lets none begin. A statement of its own, so that the next one's view of the
    /// revision is taken after it.
    /// </summary>
    public const string ShareRates = "SELECT pg_advisory_xact_lock_shared($1)";

    /// <summary>The place of a head's company among the requests: a binary search, since $17 is sorted.</summary>
    private const string Place = "width_bucket(h.company_no, $17::int[])";

    private const string Last = $"($20::bigint[])[{Place}]";

    /// <summary>
    /// $1 to $16: <see cref="EntryColumns"/>. $17 to $22, per request in order of company: company, epoch, expected version, last version, last
    /// hash (32 bytes each, one after the other), revision of rates (-1: not checked). The result is one row: the revision of rates, the companies that
    /// were appended (null: none), and the entries whose event ids the ledger has, by company and by version (null: none).
    /// </summary>
    public const string Text = Start + Look + Rest;

    /// <summary>
    /// The same without the look for duplicates, which finds none: a company with one breaks the unique index, and nothing is appended.
    /// </summary>
    public const string TextUnlooked = Start + "false" + Rest;

    private const string Look =
        """
        (SELECT e.event_text IS NOT DISTINCT FROM i.event_text
                   FROM usage.entries e
                   WHERE e.company_no = i.company_no AND e.event_key = i.event_key)
        """;

    private const string Start =
        """
        WITH rates AS MATERIALIZED (SELECT revision FROM usage.rates),
        duplicate AS MATERIALIZED (
            SELECT i.company_no, i.version
            FROM unnest($1::int[], $2::bigint[], $12::uuid[], $14::text[]) AS i (company_no, version, event_key, event_text)
            WHERE 
        """;

    private const string Rest =
        $"""

        ),
        moved AS (
            UPDATE usage.heads h
            SET version = {Last}, hash = CASE WHEN {Last} = h.version THEN h.hash ELSE substring($21::bytea FROM 32 * {Place} - 31 FOR 32) END
            WHERE h.company_no = ANY ($17::int[])
                AND h.epoch = ($18::bigint[])[{Place}]
                AND h.version = ($19::bigint[])[{Place}]
                AND ($22::bigint[])[{Place}] IN (-1, (SELECT revision FROM rates))
                AND (h.company_no IN (SELECT company_no FROM duplicate)) IS NOT TRUE
            RETURNING h.company_no
        ),
        appended AS (
            INSERT INTO usage.entries ({EntryColumns.Names})
            SELECT {EntryColumns.Values}
            FROM {EntryColumns.Rows}
            WHERE ({EntryColumns.CompanyNo} IN (SELECT company_no FROM moved)) IS TRUE
        )
        SELECT (SELECT revision FROM rates),
            (SELECT array_agg(company_no) FROM moved),
            (SELECT array_agg(company_no ORDER BY company_no, version) FROM duplicate),
            (SELECT array_agg(version ORDER BY company_no, version) FROM duplicate)
        """;
}
