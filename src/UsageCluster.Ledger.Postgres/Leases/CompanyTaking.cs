using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Leases;

/// <summary>
/// Takes a company's next epoch for a lease: one transaction in one round trip, whose statements each see what was committed before them. Locks are
/// taken in the order head, lease; a renewal locks the lease alone.
/// </summary>
internal static class CompanyTaking
{
    private const string Company = "(SELECT company_no FROM usage.companies WHERE company_id = $1)";

    private const string Owner = $"(SELECT owner_lease FROM usage.heads WHERE company_no = {Company})";

    /// <summary>Waits for an append in flight.</summary>
    private const string LockHead = $"SELECT 1 FROM usage.heads WHERE company_no = {Company} FOR UPDATE";

    /// <summary>
    /// Waits for a renewal of the old owner's lease in flight: the next statements see when it expires by it. A renewal that comes later sees the row
    /// that is left for it. What is dead needs no lock.
    /// </summary>
    private const string LockOwner = $"SELECT 1 FROM usage.node_leases WHERE lease_no = {Owner} AND lease_no <> $2 AND NOT dead FOR UPDATE";

    /// <summary>Under the lock: no renewal of it can succeed any more.</summary>
    private const string MarkDead =
        $"""
        UPDATE usage.node_leases SET dead = true
        WHERE lease_no = {Owner} AND lease_no <> $2 AND NOT dead AND expires_at <= clock_timestamp()
        """;

    private const string LeaveRow =
        $"""
        INSERT INTO usage.takeovers (lease_no, company_no, epoch)
        SELECT l.lease_no, h.company_no, h.epoch + 1
        FROM usage.heads h JOIN usage.node_leases l ON l.lease_no = h.owner_lease
        WHERE h.company_no = {Company} AND l.lease_no <> $2 AND NOT l.dead
        ON CONFLICT (lease_no, company_no) DO UPDATE SET epoch = excluded.epoch
        """;

    /// <summary>What an owner before had to wait for is kept: the next one has to as well.</summary>
    private const string Take =
        $"""
        UPDATE usage.heads h
        SET epoch = h.epoch + 1,
            owner_lease = $2,
            ack_after = greatest(h.ack_after, s.ack_after, (
                SELECT l.expires_at FROM usage.node_leases l WHERE l.lease_no = h.owner_lease AND l.lease_no <> $2 AND NOT l.dead))
        FROM usage.store s
        WHERE h.company_no = {Company} AND EXISTS (
            SELECT 1 FROM usage.node_leases
            WHERE lease_no = $2 AND NOT dead AND expires_at > clock_timestamp() AND history = usage.history())
        RETURNING h.company_no, h.epoch, h.version, h.hash, greatest(h.ack_after - clock_timestamp(), interval '0')
        """;

    /// <summary>
    /// How long <c>ack_after</c> must still be waited for: not if each lease that a company was taken from is dead by now, or its node has confirmed.
    /// Of another history nobody knows who is to confirm. By the moment at which the statement began: companies that wait for the same lease get the same
    /// answer, rather a little too much than too little, and so ask together again.
    /// </summary>
    private const string Waits =
        """
        SELECT h.company_no, greatest(interval '0', CASE
            WHEN EXISTS (
                SELECT 1 FROM usage.takeovers t JOIN usage.node_leases l USING (lease_no) WHERE t.company_no = h.company_no AND NOT l.dead)
            THEN h.ack_after
            ELSE s.ack_after
        END - statement_timestamp())
        FROM usage.heads h, usage.store s
        WHERE h.company_no = ANY ($1)
        """;

    public static async Task<Activation?> TakeAsync(
        NpgsqlConnection connection, string companyId, long leaseNo, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.Statement(LockHead, Sql.Text(companyId)));
        foreach (var statement in (string[])[LockOwner, MarkDead, LeaveRow, Take])
            batch.BatchCommands.Add(Sql.Statement(statement, Sql.Text(companyId), Sql.BigInt(leaseNo)));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var exists = await reader.ReadAsync(cancellationToken);
        // Of the rest, the lock on the owner and the taking itself return rows.
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        Activation? taken = null;
        if (await reader.ReadAsync(cancellationToken))
        {
            taken = new Activation(
                reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2), reader.Bytes(3), await reader.GetFieldValueAsync<TimeSpan>(4, cancellationToken));
        }

        await reader.FinishAsync(cancellationToken);
        return exists && taken is null ? throw Refused(leaseNo) : taken;
    }

    /// <summary>What is told to whoever takes companies for a lease that does not count any more.</summary>
    public static LedgerUnavailableException Refused(long leaseNo) => new($"The store has lease {leaseNo} as dead or expired.");

    /// <summary>In the order of the companies; zero for one that is not there.</summary>
    public static async Task<IReadOnlyList<TimeSpan>> WaitsAsync(
        NpgsqlConnection connection, IReadOnlyList<int> companyNos, CancellationToken cancellationToken)
    {
        var rows = await connection.ListAsync(
            Waits, r => KeyValuePair.Create(r.GetInt32(0), r.GetFieldValue<TimeSpan>(1)), cancellationToken, Sql.Array(companyNos.ToArray()));
        var waits = new Dictionary<int, TimeSpan>(rows);
        return [.. companyNos.Select(no => waits.GetValueOrDefault(no))];
    }
}
