using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Leases;

/// <summary>
/// Takes companies; those that are wanted at about the same time together. As <see cref="CompanyTaking"/> for each: the same statements in the same order, in
/// one transaction and one round trip, over those whose heads nobody else holds. No head is waited for: the others are taken alone. Locks are taken in
/// the order heads, leases by number.
/// </summary>
internal sealed class CompaniesTaking
{
    /// <summary>The companies whose heads are locked: for this transaction's later statements. The setting ends with it.</summary>
    private const string Locked = "current_setting('usage.taken')::integer[]";

    private const string Owners = $"ARRAY(SELECT owner_lease FROM usage.heads WHERE company_no = ANY ({Locked}))";

    /// <summary>Those that are companies, and those whose heads it locked.</summary>
    internal const string LockHeads =
        """
        SELECT
            ARRAY(SELECT company_id FROM usage.companies WHERE company_id = ANY ($1)),
            set_config('usage.taken', ARRAY(
                SELECT company_no FROM usage.heads
                WHERE company_no = ANY (ARRAY(SELECT company_no FROM usage.companies WHERE company_id = ANY ($1)))
                ORDER BY company_no FOR UPDATE SKIP LOCKED)::text, true)
        """;

    internal const string LockOwners =
        $"SELECT 1 FROM usage.node_leases WHERE lease_no = ANY ({Owners}) AND lease_no <> $1 AND NOT dead ORDER BY lease_no FOR UPDATE";

    private const string MarkDead =
        $"""
        UPDATE usage.node_leases SET dead = true
        WHERE lease_no = ANY ({Owners}) AND lease_no <> $1 AND NOT dead AND expires_at <= clock_timestamp()
        """;

    private const string LeaveRows =
        $"""
        INSERT INTO usage.takeovers (lease_no, company_no, epoch)
        SELECT l.lease_no, h.company_no, h.epoch + 1
        FROM usage.heads h JOIN usage.node_leases l ON l.lease_no = h.owner_lease
        WHERE h.company_no = ANY ({Locked}) AND l.lease_no <> $1 AND NOT l.dead
        ON CONFLICT (lease_no, company_no) DO UPDATE SET epoch = excluded.epoch
        """;

    internal const string Take =
        $"""
        UPDATE usage.heads h
        SET epoch = h.epoch + 1,
            owner_lease = $1,
            ack_after = greatest(h.ack_after, s.ack_after, (
                SELECT l.expires_at FROM usage.node_leases l WHERE l.lease_no = h.owner_lease AND l.lease_no <> $1 AND NOT l.dead))
        FROM usage.store s
        WHERE h.company_no = ANY ({Locked}) AND EXISTS (
            SELECT 1 FROM usage.node_leases
            WHERE lease_no = $1 AND NOT dead AND expires_at > clock_timestamp() AND history = usage.history())
        RETURNING h.company_no, h.epoch, h.version, h.hash, greatest(h.ack_after - clock_timestamp(), interval '0'),
            (SELECT c.company_id FROM usage.companies c WHERE c.company_no = h.company_no)
        """;

    private static readonly GatheringBounds Bounds = new(LanesMax: 2, AloneMax: 4, WeightMax: 128);

    private readonly Database _database;
    private readonly Gathering<Taking, Activation?> _gathering;

    public CompaniesTaking(Database database)
    {
        _database = database;
        _gathering = new Gathering<Taking, Activation?>(Bounds, TakeAsync, TakeAloneAsync);
    }

    /// <summary>Null: no such company. Throws <see cref="LedgerUnavailableException"/> also when the store has the lease as dead or expired.</summary>
    public Task<Activation?> TakeAsync(string companyId, long leaseNo, CancellationToken cancellationToken) =>
        _gathering.AskAsync(new Taking(companyId, leaseNo), 1, cancellationToken);

    private Task<Activation?> TakeAloneAsync(Taking taking, CancellationToken cancellationToken) => _database.WriteAsync(
        connection => CompanyTaking.TakeAsync(connection, taking.CompanyId, taking.LeaseNo, cancellationToken), cancellationToken);

    /// <summary>For the first one's lease, each company once: another lease's, and a second activation, are left.</summary>
    private async Task TakeAsync(IReadOnlyList<Wanted<Taking, Activation?>> wanted)
    {
        var leaseNo = wanted[0].Question.LeaseNo;
        var byId = new Dictionary<string, Wanted<Taking, Activation?>>(wanted.Count, StringComparer.Ordinal);
        foreach (var one in wanted)
        {
            if (one.Question.LeaseNo == leaseNo)
                byId.TryAdd(one.Question.CompanyId, one);
        }

        string[] companyIds = [.. byId.Keys];
        var (known, isRefused, taken) = await _database.WriteTogetherAsync(connection => TakeAsync(connection, companyIds, leaseNo));
        foreach (var (companyId, activation) in taken)
            byId[companyId].SetResult(activation);
        foreach (var (companyId, one) in byId)
        {
            if (!known.Contains(companyId))
                one.SetResult(null);
            else if (isRefused)
                one.SetException(CompanyTaking.Refused(leaseNo));
        }
    }

    private static async Task<(HashSet<string> Known, bool IsRefused, List<(string CompanyId, Activation Activation)> Taken)> TakeAsync(
        NpgsqlConnection connection, string[] companyIds, long leaseNo)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.Statement(LockHeads, Sql.Texts(companyIds)));
        foreach (var statement in (string[])[LockOwners, MarkDead, LeaveRows, Take])
            batch.BatchCommands.Add(Sql.Statement(statement, Sql.BigInt(leaseNo)));
        await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
        await reader.ReadAsync(CancellationToken.None);
        var known = reader.GetFieldValue<string[]>(0).ToHashSet(StringComparer.Ordinal);
        var isAnyLocked = reader.GetString(1) != "{}";
        // Of the rest, the lock on the owners and the taking itself return rows.
        await reader.NextResultAsync(CancellationToken.None);
        await reader.NextResultAsync(CancellationToken.None);
        var taken = new List<(string, Activation)>(known.Count);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            taken.Add((reader.GetString(5), new Activation(
                reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2), reader.Bytes(3), reader.GetFieldValue<TimeSpan>(4))));
        }

        await reader.FinishAsync(CancellationToken.None);
        return (known, isAnyLocked && taken.Count == 0, taken);
    }

    private readonly record struct Taking(string CompanyId, long LeaseNo);
}
