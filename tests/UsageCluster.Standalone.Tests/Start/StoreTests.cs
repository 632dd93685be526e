using Microsoft.Data.Sqlite;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Start;

public sealed class StoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_second_process_on_the_same_data_is_refused_and_the_first_goes_on()
    {
        await using var first = await ServerProcess.StartAsync(["--data", _folder.Path]);
        var second = await ProgramRun.OfAsync(["--data", _folder.Path, "--urls", "http://127.0.0.1:0"]);
        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"'{_folder.Path}' is in use by another process", second.Errors, StringComparison.Ordinal);
        OptionTests.AssertBrief(second);
        using var api = new UsageApi(first.Url, "none");
        Assert.Equal(System.Net.HttpStatusCode.OK, await api.StatusAsync("/healthz/ready"));
    }

    [Fact]
    public async Task An_address_in_use_is_said_and_the_data_is_let_go()
    {
        await using var first = await ServerProcess.StartAsync(["--data", _folder.Under("first")]);
        var second = await ProgramRun.OfAsync(["--data", _folder.Under("second"), "--urls", first.Url.ToString().TrimEnd('/')]);
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("in use by another process", second.Errors, StringComparison.Ordinal);
        OptionTests.AssertBrief(second);
        await using var third = await ServerProcess.StartAsync(["--data", _folder.Under("second")]);
        // The refused start had not made the key that is shown once.
        Assert.Contains("uc_admin_", third.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_left_alone()
    {
        await using (var server = await ServerProcess.StartAsync(["--data", _folder.Path]))
            Assert.Equal(0, await server.StopAsync());
        var database = Path.Combine(_folder.Path, "usage.db");
        await using (var connection = new SqliteConnection($"Data Source={database};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 9999";
            await command.ExecuteNonQueryAsync();
        }

        var run = await ProgramRun.OfAsync(["--data", _folder.Path]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("9999", run.Errors, StringComparison.Ordinal);
        OptionTests.AssertBrief(run);
    }

    [Fact]
    public async Task A_data_directory_that_is_a_file_is_refused()
    {
        await File.WriteAllTextAsync(_folder.Under("file"), "no directory");
        var run = await ProgramRun.OfAsync(["--data", _folder.Under("file")]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot be used", run.Errors, StringComparison.Ordinal);
        OptionTests.AssertBrief(run);
    }

    public void Dispose() => _folder.Dispose();
}
