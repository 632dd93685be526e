using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Standalone.Hosting;

namespace UsageCluster.Standalone.Demo;

/// <summary><c>--demo</c>: fills an empty store through the API that users call, and shows how to ask.</summary>
internal static class DemoStore
{
    /// <summary>Throws <see cref="StartException"/> on a store with data that the demo did not make.</summary>
    public static async Task RefuseIfForeignAsync(ControlPlane control, string place, CancellationToken cancellationToken)
    {
        if (!await control.Store.IsEmptyAsync(cancellationToken) && await control.FindAtsAsync(DemoCompanies.AtsId, cancellationToken) is null)
            throw StartException.Refused($"--demo fills an empty store only, and there is data in {place}. Name another directory with --data.");
    }

    /// <summary>Fills the store if it is empty, makes fresh keys in place of the demo's earlier ones, and prints keys and calls.</summary>
    public static async Task ShowAsync(TextWriter output, StandaloneHost host, CancellationToken cancellationToken)
    {
        var now = host.App.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var isEmpty = await host.Control.Store.IsEmptyAsync(cancellationToken);
        var maker = new KeyMaker(host.Control.Store, Instant.From(now));
        var adminKey = await maker.MakeAsync(KeyKind.Admin, DemoKeys.NameOf("admin"), owner: null, cancellationToken);
        using var api = new DemoApi(host.Address, adminKey);
        if (isEmpty)
        {
            await DemoCompanies.ProvisionAsync(api, cancellationToken);
            await DemoUsage.SendAsync(api, now, cancellationToken);
            await DemoCompanies.ProvisionAtsAsync(api, cancellationToken);
        }

        var keys = await DemoKeys.MakeAsync(api, adminKey, cancellationToken);
        await output.WriteLineAsync();
        await output.WriteLineAsync(DemoTour.Of(host.Address.ToString().TrimEnd('/'), keys));
        await output.FlushAsync(cancellationToken);
    }
}
