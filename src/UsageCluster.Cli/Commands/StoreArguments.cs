using System.CommandLine;
using UsageCluster.Cli.Stores;

namespace UsageCluster.Cli.Commands;

/// <summary>The options by which commands are told which ledger they are about.</summary>
internal sealed class StoreArguments
{
    private readonly Option<string?> _data = new("--data") { Description = "The directory of an embedded store. Default: ./usage-data", HelpName = "DIR" };

    private readonly Option<string?> _ledger = new("--ledger")
    {
        Description = "The ledger in PostgreSQL instead: an Npgsql connection string. Default: the variable ConnectionStrings__Ledger, or the file of that name in USAGE_SECRETS_DIR",
        HelpName = "CONNECTION",
    };

    /// <summary>Adds the options to a command.</summary>
    public StoreArguments(Command command)
    {
        command.Add(_data);
        command.Add(_ledger);
        command.Validators.Add(given =>
        {
            if (given.GetResult(_data) is not null && given.GetResult(_ledger) is not null)
                given.AddError("--data and --ledger exclude each other.");
        });
    }

    /// <summary>The place that was named.</summary>
    public LedgerPlace Of(ParseResult given) => LedgerPlace.Of(given.GetValue(_data), given.GetValue(_ledger), Environment.GetEnvironmentVariable);
}
