using System.Diagnostics;
using Npgsql;
using UsageCluster.TestKit.Network;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.TestKit.Postgres;

/// <summary>
/// A PostgreSQL server of the tests' own, on a free loopback port with its data in a temporary folder; or the one that
/// <c>USAGE_TEST_POSTGRES</c> (a connection string) names. One per test assembly is enough: databases are cheap.
/// </summary>
public sealed partial class PostgresServer : IAsyncDisposable
{
    /// <summary>The environment variable that names a server to use in place of an own one.</summary>
    public const string EnvironmentVariable = "USAGE_TEST_POSTGRES";

    private readonly PostgresServerOptions _options;
    private readonly UnprivilegedUser? _user;
    private readonly string? _binaries;
    private readonly string? _folder;
    private LoggedProcess? _process;

    private PostgresServer(PostgresServerOptions options, string connectionString)
    {
        _options = options;
        ConnectionString = connectionString;
    }

    private PostgresServer(PostgresServerOptions options, string binaries, string folder, UnprivilegedUser user, int port)
    {
        _options = options;
        _binaries = binaries;
        _folder = folder;
        _user = user;
        Port = port;
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
    }

    /// <summary>Whether tests that need PostgreSQL can run here.</summary>
    public static bool IsAvailable => Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } || PostgresBinaries.Find() is not null;

    /// <summary>Whether tests that stop and start a server of their own can run here.</summary>
    public static bool IsOwnAvailable => PostgresBinaries.Find() is not null;

    /// <summary>Connects a superuser to the maintenance database. The same after a restart.</summary>
    public string ConnectionString { get; }

    /// <summary>The TCP port; 0 for a server that is not the tests' own.</summary>
    public int Port { get; }

    /// <summary>What the server logged since its last start.</summary>
    public string Log => _process?.Log ?? "";

    /// <summary>Makes a server and starts it; or takes the one that is named.</summary>
    public static async Task<PostgresServer> StartNewAsync(PostgresServerOptions? options = null) =>
        Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } external
            ? new PostgresServer(options ?? new PostgresServerOptions(), external)
            : await StartOwnAsync(options);

    /// <summary>Makes a server of the tests' own, to be stopped and started, and starts it.</summary>
    public static async Task<PostgresServer> StartOwnAsync(PostgresServerOptions? options = null)
    {
        var server = Make(options ?? new PostgresServerOptions());
        try
        {
            await server.InitialiseAsync();
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Makes a server whose data is a base backup of this one, taken now; to be started when it is wanted. <paramref name="signal"/>: what it starts as,
    /// <c>recovery.signal</c> or <c>standby.signal</c>.
    /// </summary>
    public async Task<PostgresServer> CopyAsync(PostgresServerOptions options, string signal)
    {
        var copy = Make(options);
        try
        {
            await RunToolAsync("pg_basebackup", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres", "-D", copy.DataFolder, "-c", "fast");
            await File.WriteAllTextAsync(Path.Combine(copy.DataFolder, signal), "");
            return copy;
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }

    /// <summary>A folder of this name that the server may write to, beside its data.</summary>
    public string FolderOf(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Own(_folder), name)).FullName;
        _user!.Own(folder);
        return folder;
    }

    /// <summary>Runs one of PostgreSQL's own client programs to its end, as the server's user; what it wrote. Throws where it fails.</summary>
    public async Task<string> RunToolAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(_user!.StartInfo(Path.Combine(_binaries!, program), arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(_options.Timeout);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} failed:\n{await output}\n{await errors}");
    }

    /// <summary>Starts the server again, on the same port and data.</summary>
    public async Task StartAsync()
    {
        if (_process is not null)
            throw new InvalidOperationException("The server is running.");
        var settings = new Dictionary<string, string>
        {
            ["port"] = $"{Port}",
            ["listen_addresses"] = string.Join(',', ["127.0.0.1", .. _options.FurtherAddresses]),
            ["unix_socket_directories"] = Own(_folder),
            ["fsync"] = _options.Fsync ? "on" : "off",
            ["max_connections"] = "200",
            ["logging_collector"] = "off",
        };
        foreach (var (name, value) in _options.Settings)
            settings[name] = value;
        var arguments = settings.SelectMany(s => new[] { "-c", $"{s.Key}={s.Value}" }).Prepend(DataFolder).Prepend("-D");
        _process = await LoggedProcess.StartAsync(
            _user!.StartInfo(Path.Combine(_binaries!, "postgres"), arguments), "database system is ready to accept", _options.Timeout);
    }

    /// <summary>Shuts down cleanly; connections are cut.</summary>
    public async Task StopAsync()
    {
        if (_process is null)
            return;
        await _process.StopAsync();
        Release();
    }

    /// <summary>Has the server and its backends end at once, without a checkpoint; they say so to whom they can.</summary>
    public async Task StopImmediatelyAsync()
    {
        await _process!.QuitAsync();
        Release();
    }

    /// <summary>Waits until the server has ended by itself.</summary>
    public async Task EndAsync()
    {
        await _process!.EndAsync();
        Release();
    }

    /// <summary>Kills the server as a power failure would.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        await _process.KillAsync();
        Release();
    }

    /// <summary>Stops and starts again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Makes an empty database and returns how to connect to it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Makes an empty database whose tables and indexes lie in a folder, which is made too, and returns how to connect to it.</summary>
    public async Task<string> CreateDatabaseAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        _user!.Own(folder);
        await ExecuteAsync($"CREATE TABLESPACE elsewhere LOCATION '{folder}'");
        await ExecuteAsync("CREATE DATABASE elsewhere TABLESPACE elsewhere");
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "elsewhere" }.ConnectionString;
    }

    /// <summary>Runs statements as a superuser in the maintenance database.</summary>
    public Task ExecuteAsync(string sql) => ExecuteAsync(ConnectionString, sql);

    /// <summary>Runs statements by a connection of their own.</summary>
    public static async Task ExecuteAsync(string connectionString, string sql) => await ScalarAsync<object>(connectionString, sql);

    /// <summary>The first column of the first row that the statements return, by a connection of their own.</summary>
    public static async Task<T?> ScalarAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>Drops a database, cutting its connections.</summary>
    public async Task DropDatabaseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using (var ofTheDatabase = new NpgsqlConnection(connectionString))
            NpgsqlConnection.ClearPool(ofTheDatabase);
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    /// <summary>Cuts every connection of clients, to any database, but the one that does it.</summary>
    public Task TerminateConnectionsAsync() =>
        ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");

    /// <summary>Stops the server and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private string DataFolder => Path.Combine(Own(_folder), "data");

    private static string Own(string? folder) =>
        folder ?? throw new InvalidOperationException($"The server of {EnvironmentVariable} is not the tests' to start and stop.");

    private static PostgresServer Make(PostgresServerOptions options)
    {
        var binaries = PostgresBinaries.Find()
            ?? throw new InvalidOperationException($"No PostgreSQL server programs found. Install PostgreSQL, or set {EnvironmentVariable}.");
        var user = UnprivilegedUser.Choose();
        var folder = Directory.CreateTempSubdirectory("uc-pg-").FullName;
        user.Own(folder);
        return new PostgresServer(options, binaries, folder, user, LoopbackPort.Free());
    }

    private async Task InitialiseAsync()
    {
        await RunToolAsync("initdb", ["-D", DataFolder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", .. _options.InitArguments]);
        var rules = Path.Combine(DataFolder, "pg_hba.conf");
        string[] lines =
        [
            .. _options.HostRules,
            .. await File.ReadAllLinesAsync(rules),
            .. _options.FurtherAddresses.Select(address => $"host all all {address}/24 trust"),
        ];
        await File.WriteAllLinesAsync(rules, lines);
    }

    private void Release()
    {
        _process?.Dispose();
        _process = null;
    }
}
