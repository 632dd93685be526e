using UsageCluster.Gateway.Hosting;
using UsageCluster.Ledger.Postgres;

namespace UsageCluster.Silo.Hosting;

/// <summary>The program from its arguments to its exit code.</summary>
internal static class SiloProgram
{
    /// <summary>Serves until it is told to stop. 0: stopped in order; 1: could not start; 2: the options are at fault.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            if (HealthCheck.IsAsked(arguments))
                return await HealthCheck.RunAsync(arguments, errors);
            var options = SiloSettings.Read(arguments, HostSettings.Read());
            if (options is null)
            {
                await output.WriteLineAsync(SiloSettings.Help);
                return 0;
            }

            await using var host = await SiloHost.CreateAsync(options);
            await host.StartAsync();
            Banner.Write(
                output,
                host.FirstAdminKey,
                host.Address,
                ("Data", PostgresPlace.Of(options.Ledger)),
                ("Silo", $"{options.AdvertisedAddress}:{options.SiloPort}, role {options.Role.ToString().ToLowerInvariant()}, cluster {options.ClusterId}"));
            await host.App.WaitForShutdownAsync();
            return 0;
        }
        catch (StartException failure)
        {
            await errors.WriteLineAsync(failure.Message);
            if (failure.ExitCode == 2)
                await errors.WriteLineAsync("See --help.");
            return failure.ExitCode;
        }
    }
}
