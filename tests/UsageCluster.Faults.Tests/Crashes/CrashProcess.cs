using UsageCluster.CrashHook;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>The standalone program, with what watches it and kills it by plan.</summary>
internal static class CrashProcess
{
    /// <param name="arguments">Those that name the store.</param>
    /// <param name="planFile">When it kills itself, once the file is there.</param>
    /// <param name="began">Is told its id.</param>
    public static Task<ServerProcess> StartAsync(string[] arguments, string planFile, Action<int>? began = null) => ServerProcess.StartAsync(new ServerStart
    {
        Program = "UsageCluster.Standalone.dll",
        Arguments = arguments,
        Began = began,
        Environment = new Dictionary<string, string>
        {
            ["USAGE_ADMIN_KEY"] = CrashWorld.AdminKey,
            ["USAGE_DRAIN_MS"] = "0",
            ["Lease__Duration"] = "1",
            ["DOTNET_STARTUP_HOOKS"] = typeof(CrashPlan).Assembly.Location,
            [CrashPlan.Variable] = planFile,
        },
    });
}
