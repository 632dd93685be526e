using UsageCluster.Cli.Stores;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Cli.Tests.Commands;

public class LedgerPlaceTests
{
    [Fact]
    public void An_argument_comes_before_the_variable_and_that_before_the_secrets_folder()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.Under("ConnectionStrings__Ledger"), "Host=of-the-folder\n");
        var both = Environment(("ConnectionStrings__Ledger", "Host=of-the-variable"), ("USAGE_SECRETS_DIR", folder.Path));

        Assert.Equal(new LedgerPlace("dir", null), LedgerPlace.Of("dir", null, both));
        Assert.Equal(new LedgerPlace(null, "Host=given"), LedgerPlace.Of(null, "Host=given", both));
        Assert.Equal(new LedgerPlace(null, "Host=of-the-variable"), LedgerPlace.Of(null, null, both));
        Assert.Equal(new LedgerPlace(null, "Host=of-the-folder"), LedgerPlace.Of(null, null, Environment(("USAGE_SECRETS_DIR", folder.Path))));
    }

    [Fact]
    public void Without_any_it_is_the_directory_that_the_server_takes() =>
        Assert.Equal(new LedgerPlace("./usage-data", null), LedgerPlace.Of(null, null, Environment(("ConnectionStrings__Ledger", " "))));

    private static Func<string, string?> Environment(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(v => v.Name == name).Value;
}
