using System.Net;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Start;

public sealed class SecretsFolderTests : IDisposable
{
    private const string FromFile = "a-key-from-a-secret-file-0123456789";
    private const string FromEnvironment = "a-key-from-the-environment-0123456789";

    private readonly TempFolder _folder = new();

    public SecretsFolderTests()
    {
        Directory.CreateDirectory(Secrets);
        File.WriteAllText(Path.Combine(Secrets, "USAGE_ADMIN_KEY"), FromFile + "\n");
    }

    private string Secrets => _folder.Under("secrets");

    [Fact]
    public async Task A_file_of_the_folder_stands_for_a_variable()
    {
        await using var server = await StartAsync();
        using var api = new UsageApi(server.Url, FromFile);
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync("/admin/companies"));
        Assert.DoesNotContain(FromFile, server.Output + server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_has_precedence_over_a_file()
    {
        await using var server = await StartAsync(("USAGE_ADMIN_KEY", FromEnvironment));
        using var api = new UsageApi(server.Url, FromEnvironment);
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync("/admin/companies"));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named_and_exits_2()
    {
        var run = await ProgramRun.OfAsync(["--data", _folder.Under("data")], ("USAGE_SECRETS_DIR", _folder.Under("none")));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("USAGE_SECRETS_DIR cannot be read", run.Errors, StringComparison.Ordinal);
        OptionTests.AssertBrief(run);
    }

    public void Dispose() => _folder.Dispose();

    private Task<ServerProcess> StartAsync(params (string Name, string Value)[] environment) => ServerProcess.StartAsync(
        ["--data", _folder.Under("data")],
        environment.Append(("USAGE_SECRETS_DIR", Secrets)).ToDictionary());
}
