using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;
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
    public async Task A_made_up_request_reaches_the_engine_that_is_lent_and_its_key_opens_nothing_of_the_host()
    {
        var engine = new LentEngine();
        await using var gateway = await StartAsync(() => Task.CompletedTask, engine: engine);

        Assert.Equal([MadeUpCompany.Id, MadeUpCompany.Id], engine.Asked);
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Contains(NotWarm, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.Api.GetAsync(MadeUpCompany.KeyText, "/billing/usage?start=2024-01-01")).Status);
    }

    [Fact]
    public async Task The_company_of_the_first_entries_is_looked_for_behind_nobody()
    {
        var company = new MadeUpCompany(Instant.From(new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero)));

        var (loaded, log) = await LoadedAsync(() => company.ReadAsync(1, 0, 8, CancellationToken.None));

        Assert.Equal(["nobody at all", MadeUpCompany.Id], loaded);
        Assert.DoesNotContain(log, line => line.Contains(NotWarm, StringComparison.Ordinal));
    }

    [Fact]
    public async Task First_entries_that_cannot_be_read_leave_the_rest_warm()
    {
        var (loaded, log) = await LoadedAsync(() => throw new InvalidDataException("torn"));

        Assert.Equal(["nobody at all"], loaded);
        Assert.Contains(log, line => line.Contains(NotWarm, StringComparison.Ordinal) && line.Contains("torn", StringComparison.Ordinal));
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

    private static Task<BareGateway> StartAsync(
        Func<Task> whenAsked, Action<WebApplication>? built = null, TimeSpan? timeout = null, IEngineRehearsal? engine = null)
    {
        async Task<byte[]?> AskAsync()
        {
            await whenAsked();
            return null;
        }

        return BareGateway.StartAsync(
            add: (services, store) =>
            {
                services
                    .AddSingleton(new HostTimes { WarmUpTimeout = timeout ?? TimeSpan.FromMinutes(5) })
                    .AddWarmUp(
                        Watched<ILedger>.Over(store.Ledger, (method, _) => method == nameof(ILedger.HashAtAsync) ? AskAsync() : null),
                        store.Snapshots,
                        asksForReport: false);
                if (engine is not null)
                    services.AddSingleton(engine);
            },
            built: built);
    }

    /// <summary>The companies whose snapshots a warm-up asked for, over a store that has these first entries; and what it logged.</summary>
    private static async Task<(string[] Loaded, string[] Log)> LoadedAsync(Func<Task<IReadOnlyList<ChainedEntry>>> firstEntries)
    {
        var loaded = new ConcurrentQueue<string>();
        object? Note(string method, object?[] arguments)
        {
            if (method == nameof(ISnapshots.LoadAsync))
                loaded.Enqueue((string)arguments[0]!);
            return null;
        }

        await using var gateway = await BareGateway.StartAsync(add: (services, store) => services
            .AddSingleton(new HostTimes { WarmUpTimeout = TimeSpan.FromMinutes(5) })
            .AddWarmUp(
                Watched<ILedger>.Over(store.Ledger, (method, _) => method == nameof(ILedger.ReadAsync) ? firstEntries() : null),
                Watched<ISnapshots>.Over(store.Snapshots, Note),
                asksForReport: false));
        return ([.. loaded], [.. gateway.Log.Lines]);
    }

    /// <summary>A port whose calls are seen, and answered in its place if there is an answer.</summary>
    private class Watched<T> : DispatchProxy
        where T : class
    {
        private T _port = null!;
        private Func<string, object?[], object?> _answer = null!;

        public static T Over(T port, Func<string, object?[], object?> answer)
        {
            var proxy = Create<T, Watched<T>>();
            ((Watched<T>)(object)proxy)._port = port;
            ((Watched<T>)(object)proxy)._answer = answer;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            _answer(targetMethod!.Name, args!) ?? targetMethod.Invoke(_port, args);
    }

    /// <summary>Lends an engine that knows of no use.</summary>
    private sealed class LentEngine : IEngineRehearsal
    {
        private readonly List<string> _asked = [];

        public IReadOnlyList<string> Asked => _asked;

        public Task RunAsync(ILedger ledger, ISnapshots snapshots, Func<IUsageClient, Task> use) => use(new StubUsage
        {
            Company = (companyId, range) =>
            {
                _asked.Add(companyId);
                return new CompanyBooks(companyId).View().Report(range);
            },
            DryRun = (_, _) => [],
        });
    }
}
