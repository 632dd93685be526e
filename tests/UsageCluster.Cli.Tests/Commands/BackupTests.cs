using UsageCluster.Cli.Tests.Support;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Cli.Tests.Commands;

[Collection(StoreCollection.Name)]
public class BackupTests(PostgresServerFixture postgres)
{
    [Fact]
    public async Task A_store_that_is_held_is_copied_to_one_file_which_its_owner_alone_may_read()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        await Companies.WriteAsync(store);
        using var folder = new TempFolder();
        var file = folder.Under("usage.db");

        var run = await store.RunAsync("backup", "--output", file);

        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
        Assert.Equal($"{file}: 3 companies, {Companies.Entries} entries, {new FileInfo(file).Length} bytes", run.Output.TrimEnd());
        Assert.Equal([file], Directory.GetFiles(folder.Path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var audit = await CliRun.OfAsync("audit", "--data", folder.Path);
        Assert.Equal(("", 0), (audit.Errors, audit.ExitCode));
    }

    [Fact]
    public async Task A_file_that_is_there_stays()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Under("usage.db"), "of yesterday");

        var run = await store.RunAsync("backup", "--output", folder.Under("usage.db"));

        Assert.Equal((2, "of yesterday"), (run.ExitCode, await File.ReadAllTextAsync(folder.Under("usage.db"))));
    }

    [Fact]
    public async Task Copies_to_one_file_at_the_same_time_leave_one_of_them_whole()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        await Companies.WriteAsync(store);
        using var folder = new TempFolder();
        var file = folder.Under("usage.db");

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => store.RunAsync("backup", "--output", file)));

        Assert.Single(runs, run => run.ExitCode == 0);
        Assert.Equal([file], Directory.GetFiles(folder.Path));
        Assert.Equal(0, (await CliRun.OfAsync("audit", "--data", folder.Path)).ExitCode);
    }

    [Fact]
    public async Task What_is_no_store_is_not_copied()
    {
        using var folder = new TempFolder();

        var missing = await CliRun.OfAsync("backup", "--data", folder.Under("missing"), "--output", folder.Under("copy.db"));
        await File.WriteAllTextAsync(folder.Under("usage.db"), new string('x', 10_000));
        var garbage = await CliRun.OfAsync("backup", "--data", folder.Path, "--output", folder.Under("copy.db"));

        Assert.Equal((2, 2), (missing.ExitCode, garbage.ExitCode));
        Assert.Equal([folder.Under("usage.db")], Directory.GetFiles(folder.Path));
    }
}
