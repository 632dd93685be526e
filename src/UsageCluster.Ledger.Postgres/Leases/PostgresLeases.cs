using System.Buffers.Binary;
using System.Security.Cryptography;
using Npgsql;
using UsageCluster.Actors.Leases;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Leases;

/// <inheritdoc cref="ILeases"/>
internal sealed class PostgresLeases(Database database, int takeoversMax) : ILeases
{
    /// <summary>Takers of leases come one by one: the first one in a new history makes everybody wait.</summary>
    private const string LockStore = "SELECT 1 FROM usage.store FOR UPDATE";

    /// <summary>
    /// In another history the rows tell less than nodes may have been told: everyone waits for as long as the longest lease lasts. In the first
    /// one there is nobody to wait for.
    /// </summary>
    private const string NoteHistory =
        """
        UPDATE usage.store
        SET ack_after = CASE
                WHEN history IS NOT NULL THEN clock_timestamp() + greatest($1, (SELECT max(duration) FROM usage.node_leases))
            END,
            history = usage.history()
        WHERE history IS DISTINCT FROM usage.history()
        """;

    private const string MarkDead = "UPDATE usage.node_leases SET dead = true WHERE lease_no = $1 AND NOT dead";

    /// <summary>Nobody renews what has expired: such a row is dead, here or gone. One that is being renewed is locked.</summary>
    private const string DeleteOld =
        """
        DELETE FROM usage.node_leases
        WHERE lease_no IN (
            SELECT lease_no FROM usage.node_leases WHERE expires_at < clock_timestamp() - interval '1 hour' FOR UPDATE SKIP LOCKED)
        """;

    private const string DeleteOldTakeovers =
        "DELETE FROM usage.takeovers t WHERE NOT EXISTS (SELECT 1 FROM usage.node_leases l WHERE l.lease_no = t.lease_no)";

    /// <summary>Not by the sequence: see <see cref="NewLeaseNo"/>.</summary>
    private const string Insert =
        """
        INSERT INTO usage.node_leases (lease_no, node, history, duration, expires_at)
        OVERRIDING SYSTEM VALUE
        VALUES ($3, $1, usage.history(), $2, clock_timestamp() + $2)
        RETURNING lease_no
        """;

    /// <summary>Whoever takes a company from the lease holds this lock: the statements after it see what was taken, or the taker what is renewed.</summary>
    private const string Lock = "SELECT 1 FROM usage.node_leases WHERE lease_no = $1 FOR UPDATE";

    private const string Renew =
        """
        UPDATE usage.node_leases SET expires_at = clock_timestamp() + $2, duration = $2
        WHERE lease_no = $1 AND NOT dead AND expires_at > clock_timestamp() AND history = usage.history()
        RETURNING lease_no
        """;

    private const string ReadTakeovers =
        """
        SELECT c.company_id, t.epoch FROM usage.takeovers t JOIN usage.companies c USING (company_no)
        WHERE t.lease_no = $1 ORDER BY c.company_id LIMIT $2
        """;

    private const string Confirm =
        """
        DELETE FROM usage.takeovers t
        USING usage.companies c, unnest($2::text[], $3::bigint[]) AS seen (company_id, epoch)
        WHERE t.lease_no = $1 AND c.company_id = seen.company_id AND t.company_no = c.company_no AND t.epoch <= seen.epoch
        """;

    public Task<long> TakeAsync(string node, TimeSpan duration, long? previous, CancellationToken cancellationToken) => database.LeaseAsync(
        async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(Sql.Statement(LockStore));
            batch.BatchCommands.Add(Sql.Statement(NoteHistory, Sql.Interval(duration)));
            batch.BatchCommands.Add(Sql.Statement(MarkDead, Sql.BigInt(previous)));
            batch.BatchCommands.Add(Sql.Statement(DeleteOld));
            batch.BatchCommands.Add(Sql.Statement(DeleteOldTakeovers));
            batch.BatchCommands.Add(Sql.Statement(Insert, Sql.Text(node), Sql.Interval(duration), Sql.BigInt(NewLeaseNo())));
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            // Only the first and the last statement return rows.
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var leaseNo = reader.GetInt64(0);
            await reader.FinishAsync(cancellationToken);
            return leaseNo;
        },
        cancellationToken);

    public Task<LeaseRenewal> RenewAsync(long leaseNo, TimeSpan duration, CancellationToken cancellationToken) => database.LeaseAsync(
        async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(Sql.Statement(Lock, Sql.BigInt(leaseNo)));
            batch.BatchCommands.Add(Sql.Statement(Renew, Sql.BigInt(leaseNo), Sql.Interval(duration)));
            batch.BatchCommands.Add(Sql.Statement(ReadTakeovers, Sql.BigInt(leaseNo), Sql.Int(takeoversMax + 1)));
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            var isAlive = await reader.ReadAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            var takeovers = new List<Takeover>();
            while (await reader.ReadAsync(cancellationToken))
                takeovers.Add(new Takeover(reader.GetString(0), reader.GetInt64(1)));
            await reader.FinishAsync(cancellationToken);
            // A node that lost that many companies is better off without the rest: its lease is not counted on, and marked dead by its next one.
            return isAlive && takeovers.Count <= takeoversMax ? new LeaseRenewal(true, takeovers) : LeaseRenewal.Dead;
        },
        cancellationToken);

    public Task ConfirmAsync(long leaseNo, IReadOnlyList<Takeover> takeovers, CancellationToken cancellationToken) => database.LeaseAsync(
        async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            // Those who take several companies from the lease leave several rows: one goes after the other, or they would wait for each other in a circle.
            batch.BatchCommands.Add(Sql.Statement(Lock, Sql.BigInt(leaseNo)));
            batch.BatchCommands.Add(Sql.Statement(
                Confirm,
                Sql.BigInt(leaseNo),
                Sql.Array(takeovers.Select(t => t.CompanyId).ToArray()),
                Sql.Array(takeovers.Select(t => t.Epoch).ToArray())));
            return await batch.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    public Task ReleaseAsync(long leaseNo, CancellationToken cancellationToken) => database.LeaseAsync(
        connection => connection.ExecuteAsync(MarkDead, cancellationToken, Sql.BigInt(leaseNo)), cancellationToken);

    /// <summary>
    /// The number says whose lease it is, so no other may ever get it. A database that was restored, or failed over to without the latest rows, counts on
    /// from an older state: what it counts is given out twice, and a node of before would renew, and take companies by, another one's lease. The highest
    /// bit keeps it away from numbers that were counted.
    /// </summary>
    private static long NewLeaseNo()
    {
        Span<byte> random = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(random);
        return (BinaryPrimitives.ReadInt64LittleEndian(random) & long.MaxValue) | (1L << 62);
    }
}
