using UsageCluster.Gateway.Hosting;
using UsageCluster.Standalone.Demo;

namespace UsageCluster.Standalone.Hosting;

/// <summary>The program from its arguments to its exit code.</summary>
internal static class StandaloneProgram
{
    /// <summary>Serves until it is told to stop. 0: stopped in order; 1: could not start; 2: the options are at fault.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            if (HealthCheck.IsAsked(arguments))
                return await HealthCheck.RunAsync(arguments, errors);
            var options = CommandLine.Read(arguments, HostSettings.Read());
            if (options is null)
            {
                await output.WriteLineAsync(CommandLine.Help);
                return 0;
            }

            await using var host = await StandaloneHost.CreateAsync(options);
            await host.StartAsync();
            if (options.Demo)
                await ShowDemoAsync(output, host);
            Banner.Write(output, host.FirstAdminKey, host.Address, ("Data", host.DataPlace));
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

    private static async Task ShowDemoAsync(TextWriter output, StandaloneHost host)
    {
        var stopping = host.App.Lifetime.ApplicationStopping;
        try
        {
            await DemoStore.ShowAsync(output, host, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop while it was filling the store: the next start with an empty directory begins anew.
        }
    }
}
