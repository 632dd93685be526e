using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Hosting;

namespace UsageCluster.Gateway.Tests.Hosting;

public class StartTests
{
    [Fact]
    public async Task A_host_that_is_told_to_stop_while_it_waits_for_its_lease_ends_in_order()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        var leases = new SilentLeases();
        builder.Services.AddNodeLease(leases, new LeaseOptions(), _ => { });
        await using var app = builder.Build();
        var starting = WebServer.StartAsync(app, "http://127.0.0.1:0", CancellationToken.None);
        await leases.Asked;
        app.Lifetime.StopApplication();
        Assert.Equal(0, (await Assert.ThrowsAsync<StartException>(() => starting)).ExitCode);
    }

    [Fact]
    public async Task A_store_that_is_gone_when_the_first_key_is_made_is_told_of()
    {
        var control = new ControlPlane(DispatchProxy.Create<IControlStore, GoneStore>(), new ControlPlaneOptions(), TimeProvider.System);
        var told = await Assert.ThrowsAsync<StartException>(() => FirstKey.MakeIfNoneAsync(control, TimeProvider.System, CancellationToken.None));
        Assert.Equal(1, told.ExitCode);
        Assert.Contains("first admin key", told.Message, StringComparison.Ordinal);
    }

    private sealed class SilentLeases : ILeases
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public Task<long> TakeAsync(string node, TimeSpan duration, long? previous, CancellationToken cancellationToken)
        {
            _asked.TrySetResult();
            return new TaskCompletionSource<long>().Task.WaitAsync(cancellationToken);
        }

        public Task<LeaseRenewal> RenewAsync(long leaseNo, TimeSpan duration, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ConfirmAsync(long leaseNo, IReadOnlyList<Takeover> takeovers, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ReleaseAsync(long leaseNo, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Every call finds the store gone.</summary>
    private class GoneStore : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new LedgerUnavailableException("gone");
    }
}
