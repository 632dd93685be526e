using System.CommandLine;
using System.Globalization;
using UsageCluster.Cli.Stores;
using UsageCluster.Ledger.Sqlite;

namespace UsageCluster.Cli.Commands;

/// <summary><c>usage backup</c>.</summary>
internal static class BackupCommand
{
    public static Command Make()
    {
        var data = new Option<string>("--data")
        {
            Description = "The directory of the embedded store",
            HelpName = "DIR",
            DefaultValueFactory = _ => LedgerPlace.DataDirectoryDefault,
        };
        var file = new Option<string>("--output") { Description = "The file to write, which is there whole or not at all. One that is there stays", HelpName = "FILE", Required = true };
        var backup = new Command(
            "backup",
            """
            Copies an embedded store as of one moment to a file, while a server may hold it and write, and checks the copy. To restore, put the file into an
            empty directory as usage.db. A ledger in PostgreSQL is backed up with PostgreSQL's own tools.
            Exit codes: 0 the backup is there, 2 it is not.
            """)
        {
            data,
            file,
        };
        backup.SetAction(async (given, cancellationToken) =>
        {
            var content = await SqliteBackup.RunAsync(new SqliteStoreOptions { DataDirectory = given.GetValue(data)! }, given.GetValue(file)!, cancellationToken);
            await given.InvocationConfiguration.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{given.GetValue(file)}: {content.Companies} companies, {content.Entries} entries, {content.Bytes} bytes"));
            return ExitCodes.Well;
        });
        return backup;
    }
}
