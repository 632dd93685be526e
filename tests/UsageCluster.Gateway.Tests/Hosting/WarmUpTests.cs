using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Hosting;

public class WarmUpTests
{
    private const string NotWarm = "The first requests will take longer";

    [Fact]
    public async Task The_server_is_ready_only_once_it_is_warm()
    {
        WebApplication? app = null;
        HttpStatusCode? whileWarming = null;
        async Task LookAsync()
        {
            using var api = new ApiClient(new Uri(app!.Urls.First()));
            whileWarming = (await api.GetAsync(null, "/healthz/ready")).Status;
        }

        await using var gateway = await StartAsync(LookAsync, built => app = built);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, whileWarming);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Api.GetAsync(null, "/healthz/ready")).Status);
    }

    [Fact]
    public async Task A_warm_up_runs_through_without_a_word()
    {
        var asked = 0;
        await using var gateway = await StartAsync(() =>
        {
            asked++;
            return Task.CompletedTask;
        });

        Assert.Equal(1, asked);
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Contains(NotWarm, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_warm_up_that_fails_is_logged_and_the_server_starts()
    {
        await using var gateway = await StartAsync(() => throw new LedgerUnavailableException("gone"));

        Assert.Contains(gateway.Log.Lines, line => line.Contains(NotWarm, StringComparison.Ordinal) && line.Contains("gone", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await gateway.Api.GetAsync(null, "/healthz/ready")).Status);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_delays_the_start_by_the_bound_of_the_warm_up()
    {
        await using var gateway = await StartAsync(() => new TaskCompletionSource().Task, timeout: TimeSpan.FromMilliseconds(20));

        Assert.Contains(gateway.Log.Lines, line => line.Contains($"{NotWarm}: the warm-up was not done after 20 ms", StringComparison.Ordinal));
    }

    private static Task<BareGateway> StartAsync(Func<Task> whenAsked, Action<WebApplication>? built = null, TimeSpan? timeout = null) => BareGateway.StartAsync(
        add: (services, store) => services
            .AddSingleton(new HostTimes { WarmUpTimeout = timeout ?? TimeSpan.FromMinutes(5) })
            .AddWarmUp(AskedLedger.Over(store.Ledger, whenAsked), store.Snapshots, asksForReport: false),
        built: built);

    /// <summary>A ledger whose question for a hash is noticed.</summary>
    private class AskedLedger : DispatchProxy
    {
        private ILedger _ledger = null!;
        private Func<Task> _whenAsked = null!;

        public static ILedger Over(ILedger ledger, Func<Task> whenAsked)
        {
            var proxy = Create<ILedger, AskedLedger>();
            ((AskedLedger)(object)proxy)._ledger = ledger;
            ((AskedLedger)(object)proxy)._whenAsked = whenAsked;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(ILedger.HashAtAsync) ? AskAsync() : targetMethod.Invoke(_ledger, args);

        private async Task<byte[]?> AskAsync()
        {
            await _whenAsked();
            return null;
        }
    }
}
