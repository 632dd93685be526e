using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres.Control;

namespace UsageCluster.Ledger.Postgres.Connections;

/// <summary>
/// The store's connections: a pool for appends and what else is asked for several companies in one statement, whose planner settings suit these, one for
/// leases, and one for the rest.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    /// <summary>
    /// Statistics lag behind a growing ledger, so plans for several companies must not depend on them: one cached plan, with index scans whatever the
    /// tables hold. A bitmap scan would lock heads out of the order of companies, and a sort
    /// would read all of a ledger for a page of it.
    /// </summary>
    public const string SharedPlanner =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off -c enable_sort=off";

    /// <summary>One for the call in flight and one for a call after one that was given up.</summary>
    private const int LeasePoolSize = 2;

    /// <summary>Bytes; an append's rows leave in one piece.</summary>
    private const int WriteBufferSize = 64 * 1024;

    private readonly PostgresStoreOptions _options;
    private readonly ILoggerFactory _loggerFactory;
    private readonly bool _forReading;
    private readonly NpgsqlDataSource _rest;
    private readonly NpgsqlDataSource _shared;
    private readonly NpgsqlDataSource _leases;

    /// <param name="options">Where it lies.</param>
    /// <param name="loggerFactory">The log.</param>
    /// <param name="forReading">Whether nothing is written or kept: then any server will do, also one that follows another or was left behind.</param>
    public Database(PostgresStoreOptions options, ILoggerFactory loggerFactory, bool forReading = false)
    {
        _options = options;
        _loggerFactory = loggerFactory;
        _forReading = forReading;
        History = new ServerHistory(OnHistoryChanged, options.ConnectTimeout, loggerFactory.CreateLogger<PostgresStore>());
        _rest = Source(options.MaxPoolSize, "", looks: !forReading);
        _shared = Source(options.MaxSharedPoolSize, SharedPlanner, looks: !forReading);
        _leases = Source(LeasePoolSize, "", looks: !forReading);
    }

    /// <summary>The history that the connections found.</summary>
    public ServerHistory History { get; }

    /// <summary>Opens a connection for appends, or for another statement for several companies. Throws <see cref="LedgerUnavailableException"/>.</summary>
    public Task<NpgsqlConnection> OpenSharedAsync(CancellationToken cancellationToken) => OpenAsync(_shared, cancellationToken);

    /// <summary>Opens a connection. Throws <see cref="LedgerUnavailableException"/>.</summary>
    public Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => OpenAsync(_rest, cancellationToken);

    /// <summary>Further connections for a library with statements of its own, which finds the schema's tables by their bare names.</summary>
    public NpgsqlDataSource SourceForLibrary(int poolSize) => Source(poolSize, "-c search_path=usage", looks: false);

    /// <summary>Reads: any failure of the store is <see cref="LedgerUnavailableException"/>.</summary>
    public Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken) => ReadAsync(_rest, read, cancellationToken);

    /// <summary>As <see cref="ReadAsync{T}(Func{NpgsqlConnection, Task{T}}, CancellationToken)"/>, for several companies in one statement.</summary>
    public Task<T> ReadTogetherAsync<T>(Func<NpgsqlConnection, Task<T>> read) => ReadAsync(_shared, read, CancellationToken.None);

    private static async Task<T> ReadAsync<T>(NpgsqlDataSource source, Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(source, cancellationToken);
        try
        {
            return await read(connection);
        }
        catch (NpgsqlException e) when (Failures.IsOfTheStore(e))
        {
            throw Failures.Unavailable(e);
        }
    }

    /// <summary>One statement that commits by itself.</summary>
    public Task<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> write, CancellationToken cancellationToken) => WriteAsync(_rest, write, cancellationToken);

    /// <summary>As <see cref="WriteAsync{T}(Func{NpgsqlConnection, Task{T}}, CancellationToken)"/>, for several companies in one statement.</summary>
    public Task<T> WriteTogetherAsync<T>(Func<NpgsqlConnection, Task<T>> write) => WriteAsync(_shared, write, CancellationToken.None);

    private static async Task<T> WriteAsync<T>(NpgsqlDataSource source, Func<NpgsqlConnection, Task<T>> write, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(source, cancellationToken);
        using var standby = new StandbyWatch(connection);
        try
        {
            var result = await write(connection);
            standby.ThrowIfGivenUp();
            return result;
        }
        catch (PostgresException e) when (Failures.RolledBack(e))
        {
            throw Failures.Unavailable(e);
        }
    }

    /// <summary>
    /// A call of the node's lease, on connections of its own: the node's load must not cost it its lease. Given up as soon as it is cancelled.
    /// </summary>
    public Task<T> LeaseAsync<T>(Func<NpgsqlConnection, Task<T>> call, CancellationToken cancellationToken)
    {
        return RunAsync().WaitAsync(cancellationToken);

        async Task<T> RunAsync()
        {
            await using var connection = await OpenAsync(_leases, cancellationToken);
            return await call(connection);
        }
    }

    /// <summary>
    /// A change of the control plane in one transaction, alone among such changes. <paramref name="change"/> says whether to commit.
    /// Throws <see cref="LedgerUnavailableException"/> where nothing was committed, <see cref="RetryableException"/> where that is not known.
    /// </summary>
    public async Task TransactAsync(ChangeLog changes, Func<ControlTransaction, Task<bool>> change, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        using var standby = new StandbyWatch(connection);
        NpgsqlTransaction? transaction = null;
        try
        {
            try
            {
                transaction = await connection.BeginTransactionAsync(cancellationToken);
                var control = await ControlTransaction.BeginAsync(connection, cancellationToken);
                if (!await change(control))
                    return;
                await control.WriteLogAsync(changes, cancellationToken);
            }
            catch (NpgsqlException e) when (Failures.IsOfTheStore(e))
            {
                throw Failures.Unavailable(e);
            }

            try
            {
                await transaction.CommitAsync(cancellationToken);
                standby.ThrowIfGivenUp();
            }
            catch (PostgresException e) when (Failures.RolledBack(e))
            {
                throw Failures.Unavailable(e);
            }
            catch (NpgsqlException e)
            {
                throw new RetryableException(RetryableFailure.UnknownOutcome, $"PostgreSQL: {e.Message}", e);
            }
        }
        finally
        {
            if (transaction is not null)
                await transaction.DisposeAsync();
        }
    }

    /// <summary>
    /// As <see cref="TransactAsync"/>, committed where a row was made or changed, and where it is already as it should be: whoever repeats a change
    /// whose outcome was not known waits by this commit for the standby that the first one may not have reached.
    /// </summary>
    public async Task<StoreWrite> WriteControlAsync(
        ChangeLog changes, Func<ControlTransaction, Task<StoreWrite>> write, CancellationToken cancellationToken)
    {
        var result = StoreWrite.Unchanged;
        await TransactAsync(
            changes,
            async transaction =>
            {
                result = await write(transaction);
                return result is StoreWrite.Created or StoreWrite.Updated or StoreWrite.Unchanged;
            },
            cancellationToken);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await _rest.DisposeAsync();
        await _shared.DisposeAsync();
        await _leases.DisposeAsync();
    }

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await source.OpenConnectionAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw Failures.Unavailable(e);
        }
        catch (TimeoutException e)
        {
            throw Failures.Unavailable(e);
        }
    }

    /// <summary>What is connected elsewhere is of no more use.</summary>
    private void OnHistoryChanged()
    {
        _rest.Clear();
        _shared.Clear();
        _leases.Clear();
    }

    private NpgsqlDataSource Source(int poolSize, string planner, bool looks)
    {
        var settings = new NpgsqlConnectionStringBuilder(_options.ConnectionString) { MaxPoolSize = poolSize };
        settings.Timeout = (int)_options.ConnectTimeout.TotalSeconds;
        settings.CommandTimeout = (int)_options.StatementTimeout.TotalSeconds + 5;
        settings.MaxAutoPrepare = 64;
        settings.AutoPrepareMinUsages = 2;
        settings.ApplicationName ??= "usagecluster";
        // Nothing is left on a connection that another user of the pool could meet: no setting, temporary table or session lock.
        settings.NoResetOnClose = true;
        settings.WriteBufferSize = WriteBufferSize;
        // Warnings are heard whatever the role wants: StandbyWatch lives on them. Statements are short: compiling one takes the server far longer than
        // it does, and a wrong guess of its cost is enough for that.
        settings.Options = $"{settings.Options} {Limits()} -c client_min_messages=warning -c jit=off {planner}".Trim();
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString).UseLoggerFactory(_loggerFactory);
        if (looks)
            source.UsePhysicalConnectionInitializer(static _ => throw new NotSupportedException("The store opens connections asynchronously."), History.LookAsync);
        if (!_forReading && settings.Host?.Contains(',', StringComparison.Ordinal) == true)
            FollowPrimary(source.ConnectionStringBuilder);
        return source.Build();
    }

    /// <summary>
    /// How long the server bears with a session. One whose program stands still within a transaction is ended, so that others get at what it holds;
    /// one whose machine vanished is found out in 25 s, not in the hours that are usual.
    /// </summary>
    private string Limits() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        -c default_transaction_isolation=read\ committed -c lock_timeout={(long)_options.LockTimeout.TotalMilliseconds}
        -c statement_timeout={(long)_options.StatementTimeout.TotalMilliseconds} -c idle_in_transaction_session_timeout={(long)_options.StatementTimeout.TotalMilliseconds}
        -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3
        """).ReplaceLineEndings(" ");

    /// <summary>Of several hosts, the one that takes writes; one that was down or a standby is looked at again within a second.</summary>
    private static void FollowPrimary(NpgsqlConnectionStringBuilder settings)
    {
        settings.TargetSessionAttributes ??= "primary";
        if (!settings.ContainsKey("Host Recheck Seconds"))
            settings.HostRecheckSeconds = 1;
    }
}
