using UsageCluster.CrashHook;

#pragma warning disable CA1050 // The runtime looks for it outside of any namespace.

/// <summary>
/// What the runtime calls before the program's own entry (<c>DOTNET_STARTUP_HOOKS</c>). The program is the one that is shipped: nothing in it knows that it
/// is watched.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        CrashPlan.Current.Note("start");
        ActorEvents.Watch();
        NpgsqlEvents.Watch();
        SqliteStatements.Watch();
        SqliteFiles.Watch();
    }
}
