using UsageCluster.Soak.Load;
using UsageCluster.Soak.Runs;
using UsageCluster.Soak.Servers;
using UsageCluster.TestKit.Http;

namespace UsageCluster.Soak.Faults;

/// <summary>
/// Does what the schedule says. What ends or suspends a process happens to the exposed server alone: on PostgreSQL the steady one answers for it meanwhile,
/// on SQLite its clients wait. What happens to the database is felt by both.
/// </summary>
internal sealed class Saboteur(World world, Group exposed, OpenLoop loop, MixedLoad load, FaultLog log, Findings findings, RunClock clock, SoakOptions options)
{
    private static readonly TimeSpan HealingMax = TimeSpan.FromSeconds(30);

    private readonly Random _random = new(options.Seed);

    public async Task RunAsync(IEnumerable<PlannedFault> schedule)
    {
        foreach (var fault in schedule)
        {
            await RunClock.PauseAsync(fault.At - clock.Now);
            var isProcess = fault.Kind is FaultKind.Kill or FaultKind.Suspend or FaultKind.Restart;
            var window = new FaultWindow(fault.Kind, isProcess ? exposed.Name : null, clock.Now);
            log.Add(window);
            try
            {
                await DoAsync(fault);
                await HealAsync(fault);
            }
            catch (Exception failure) when (failure is InvalidOperationException or TimeoutException)
            {
                findings.Add($"A server did not end or come back after {fault.Kind} at {fault.At}: {failure.Message}");
                return;
            }

            window.Healed = clock.Now;
            window.Until = clock.Now + options.Grace;
        }
    }

    private async Task DoAsync(PlannedFault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                await world.Exposed.KillAsync();
                FailOver();
                await RunClock.PauseAsync(fault.Lasts);
                await world.Exposed.StartAgainAsync();
                exposed.Url = world.Exposed.Url;
                break;
            case FaultKind.Suspend:
                world.Exposed.Process.Suspend();
                await RunClock.PauseAsync(fault.Lasts / 4);
                FailOver();
                await RunClock.PauseAsync(fault.Lasts * 3 / 4);
                // Its clients are back at the moment when it goes on: what it knew before is not to be told any more.
                exposed.Url = world.Exposed.Url;
                world.Exposed.Process.Resume();
                break;
            case FaultKind.Restart when world.Postgres is null:
                ExpectOrder(await world.Exposed.StopAsync());
                await world.Exposed.StartAgainAsync();
                exposed.Url = world.Exposed.Url;
                break;
            case FaultKind.Restart:
                ExpectOrder(await world.Exposed.ReplaceAsync(url => exposed.Url = url));
                break;
            case FaultKind.DatabaseKill:
                await world.Postgres!.KillAsync();
                await RunClock.PauseAsync(fault.Lasts);
                await world.Postgres.StartAsync();
                break;
            case FaultKind.DatabaseRestart:
                await world.Postgres!.RestartAsync();
                break;
            case FaultKind.Terminate:
                for (var i = 0; i < 3; i++)
                {
                    await world.Postgres!.TerminateConnectionsAsync();
                    await RunClock.PauseAsync(TimeSpan.FromMilliseconds(300));
                }

                break;
            case FaultKind.Disconnects:
                for (var until = clock.Now + fault.Lasts; clock.Now < until;)
                    await load.HangUpAsync(_random, clock);
                break;
            case FaultKind.Burst:
                loop.Factor = 5;
                await RunClock.PauseAsync(fault.Lasts);
                loop.Factor = 1;
                break;
        }
    }

    /// <summary>Waits until both servers say that they are ready.</summary>
    private async Task HealAsync(PlannedFault fault)
    {
        var until = clock.Now + HealingMax;
        foreach (var site in (Site[])[world.Steady, world.Exposed])
        {
            while (!await IsReadyAsync(site))
            {
                if (clock.Now > until)
                {
                    findings.Add($"The {site.Name} server was not ready {HealingMax.TotalSeconds} s after {fault.Kind} at {fault.At}.");
                    break;
                }

                await RunClock.PauseAsync(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private static async Task<bool> IsReadyAsync(Site site)
    {
        using var api = new UsageApi(site.Url, Site.AdminKey);
        try
        {
            return await api.StatusAsync("/healthz/ready") == System.Net.HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void FailOver()
    {
        if (world.Postgres is not null)
            exposed.Url = world.Steady.Url;
    }

    private void ExpectOrder(int exitCode)
    {
        if (exitCode != 0)
            findings.Add($"The exposed server ended with {exitCode} when it was told to end.");
    }
}
