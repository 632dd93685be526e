namespace UsageCluster.Ledger.Postgres;

/// <summary>How the store reaches PostgreSQL, with its bounds.</summary>
public sealed record PostgresStoreOptions
{
    /// <summary>Npgsql's connection string of the run-time role, which needs no DDL.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The role that owns the schema, used only to apply it; null: the run-time role does.</summary>
    public string? OwnerConnectionString { get; init; }

    /// <summary>Connections for all but appends, 1 to 1,000.</summary>
    public int MaxPoolSize { get; init; } = 16;

    /// <summary>
    /// Connections for statements about several companies, 1 to 1,000: the lanes of group commit, and 7 for what activations share.
    /// </summary>
    public int MaxSharedPoolSize { get; init; } = 12;

    /// <summary>The longest wait for a connection, 1 s to 5 min.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest that a statement may run, by the server's clock, 1 s to 1 h. The client gives up 5 s later.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait for a row that another transaction holds, 10 ms to 5 min.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Cost keys and agent foci whose numbers are kept in memory, 100 to 1,000,000.</summary>
    public int TokenCacheMax { get; init; } = 20_000;

    /// <summary>Changes that <c>ChangesSinceAsync</c> lists at most, 1 to 100,000; ten times as many are kept.</summary>
    public int ChangesMax { get; init; } = 1_000;

    /// <summary>Companies that may be taken from a living node between two renewals of its lease, 1 to 1,000,000; beyond, it drops all.</summary>
    public int TakeoversMax { get; init; } = 10_000;

    /// <summary>A store's options with what an operator may set, in whole seconds and connections.</summary>
    /// <param name="connectionString">See <see cref="ConnectionString"/>.</param>
    /// <param name="ownerConnectionString">See <see cref="OwnerConnectionString"/>.</param>
    /// <param name="number">Reads a setting: its key, its least, its most, and its value where it is not set.</param>
    public static PostgresStoreOptions Of(string connectionString, string? ownerConnectionString, Func<string, int, int, int, int> number)
    {
        var otherwise = new PostgresStoreOptions { ConnectionString = connectionString, OwnerConnectionString = ownerConnectionString };
        return otherwise with
        {
            ConnectTimeout = Seconds("Postgres:ConnectTimeout", 300, otherwise.ConnectTimeout),
            StatementTimeout = Seconds("Postgres:StatementTimeout", 3_600, otherwise.StatementTimeout),
            LockTimeout = Seconds("Postgres:LockTimeout", 300, otherwise.LockTimeout),
            MaxPoolSize = number("Postgres:MaxPoolSize", 1, 1_000, otherwise.MaxPoolSize),
        };

        TimeSpan Seconds(string key, int most, TimeSpan time) => TimeSpan.FromSeconds(number(key, 1, most, (int)time.TotalSeconds));
    }

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> where a value leaves its range.</summary>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ConnectionString);
        Check(MaxPoolSize, 1, 1_000, nameof(MaxPoolSize));
        Check(MaxSharedPoolSize, 1, 1_000, nameof(MaxSharedPoolSize));
        Check(ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), nameof(ConnectTimeout));
        Check(StatementTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(StatementTimeout));
        Check(LockTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), nameof(LockTimeout));
        Check(TokenCacheMax, 100, 1_000_000, nameof(TokenCacheMax));
        Check(TakeoversMax, 1, 1_000_000, nameof(TakeoversMax));
        Check(ChangesMax, 1, 100_000, nameof(ChangesMax));
    }

    private static void Check<T>(T value, T least, T most, string name) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            throw new ArgumentOutOfRangeException(name, value, $"Must be {least} to {most}.");
    }
}
