using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Alerts;

namespace UsageCluster.Gateway.Tests.Alerts;

public sealed class AlertWatchTests
{
    [Fact]
    public async Task A_store_that_does_not_answer_fails_no_shutdown_whose_time_is_over()
    {
        var store = DispatchProxy.Create<IAlertStore, SilentStore>();
        var options = new AlertsOptions();
        var sweeper = new AlertSweeper(store, null!, options, null!, null!, TimeProvider.System, NullLogger<AlertSweeper>.Instance);
        using var watch = new AlertWatch(sweeper, options, TimeProvider.System, NullLogger<AlertWatch>.Instance);

        await watch.StopAsync(new CancellationToken(canceled: true));

        Assert.Equal([nameof(IAlertStore.ReleaseSweepAsync)], ((SilentStore)store).Calls);
    }

    private class SilentStore : DispatchProxy
    {
        public List<string> Calls { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Calls.Add(targetMethod!.Name);
            return Task.FromCanceled((CancellationToken)args![^1]!);
        }
    }
}
