using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Sqlite;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Gateway.Tests.Support;

/// <summary>The gateway over a real store but without an engine: for what an engine does only when something is wrong.</summary>
internal sealed class BareGateway : IAsyncDisposable
{
    public const string AdminKey = "the-admin-key-of-tests-0123456789";

    private readonly TempFolder _folder;
    private readonly SqliteStore _store;

    private BareGateway(TempFolder folder, SqliteStore store, WebApplication app, StubUsage usage, ManualTime time, CollectedLog log)
    {
        _folder = folder;
        _store = store;
        App = app;
        Usage = usage;
        Time = time;
        Log = log;
        Api = new ApiClient(new Uri(app.Urls.First()));
        Provision = new Provisioning(Api, AdminKey);
    }

    public WebApplication App { get; }

    public StubUsage Usage { get; }

    public ManualTime Time { get; }

    public CollectedLog Log { get; }

    public ApiClient Api { get; }

    public Provisioning Provision { get; }

    public ControlPlane Control => App.Services.GetRequiredService<ControlPlane>();

    /// <summary>
    /// Starts one; <paramref name="watch"/> may stand between it and the control store, <paramref name="add"/> adds services, and
    /// <paramref name="built"/> gets the application before it starts.
    /// </summary>
    public static async Task<BareGateway> StartAsync(
        Func<IControlStore, IControlStore>? watch = null, Action<IServiceCollection, SqliteStore>? add = null, Action<WebApplication>? built = null)
    {
        var folder = new TempFolder();
        var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataDirectory = folder.Path }, NullLoggerFactory.Instance, CancellationToken.None);
        var time = new ManualTime(new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero));
        var usage = new StubUsage();
        var log = new CollectedLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IUsageClient>(usage);
        builder.Services.AddSingleton(new ControlPlane(watch?.Invoke(store.Control) ?? store.Control, new ControlPlaneOptions(), time));
        builder.Services.AddSingleton(store.Alerts);
        builder.Services.AddSingleton(store.Webhooks);
        builder.Services.AddUsageGateway(options => options.BootstrapAdminKey = AdminKey);
        add?.Invoke(builder.Services, store);
        var app = builder.Build();
        app.UseUsageGateway();
        built?.Invoke(app);
        await app.StartAsync();
        return new BareGateway(folder, store, app, usage, time, log);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await App.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Takes the store away.</summary>
    public ValueTask CloseStoreAsync() => _store.DisposeAsync();

    /// <summary>A company row without an engine behind it, and a key of its own.</summary>
    public async Task<string> CompanyKeyAsync(string companyId)
    {
        await Provision.CompanyAsync(companyId, "Company " + companyId);
        return (await Provision.KeyAsync("company", companyId)).Text;
    }
}
