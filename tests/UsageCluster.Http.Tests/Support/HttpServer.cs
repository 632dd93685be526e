using System.Diagnostics;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Http.Tests.Support;

/// <summary>The standalone program, as a process of its own with its data in a temporary folder, and its administration.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    public const string AdminKey = "the-admin-key-of-the-http-tests-0123";

    private readonly TempFolder _folder = new();

    private HttpServer()
    {
    }

    public ServerProcess Process { get; private set; } = null!;

    public AdminApi Admin { get; private set; } = null!;

    public Uri Url => Process.Url;

    /// <summary>Starts one with these settings, each an environment variable.</summary>
    public static async Task<HttpServer> StartAsync(params (string Name, string Value)[] settings)
    {
        var server = new HttpServer();
        var environment = new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey, ["DOTNET_gcServer"] = "0" };
        foreach (var (name, value) in settings)
            environment[name] = value;
        try
        {
            server.Process = await ServerProcess.StartAsync(["--data", server._folder.Path], environment);
            server.Admin = new AdminApi(server.Url, AdminKey);
            return server;
        }
        catch
        {
            server._folder.Dispose();
            throw;
        }
    }

    /// <summary>What <c>usage audit</c> says of the data, and its exit code.</summary>
    public async Task<(int ExitCode, string Output)> AuditAsync()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var word in (string[])[Path.Combine(AppContext.BaseDirectory, "UsageCluster.Cli.dll"), "audit", "--data", _folder.Path])
            start.ArgumentList.Add(word);
        using var audit = System.Diagnostics.Process.Start(start)!;
        try
        {
            var output = audit.StandardOutput.ReadToEndAsync();
            var errors = audit.StandardError.ReadToEndAsync();
            await audit.WaitForExitAsync().WaitAsync(ServerProcess.Timeout);
            return (audit.ExitCode, await output + await errors);
        }
        finally
        {
            if (!audit.HasExited)
                audit.Kill(entireProcessTree: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Process.DisposeAsync();
        _folder.Dispose();
    }
}
