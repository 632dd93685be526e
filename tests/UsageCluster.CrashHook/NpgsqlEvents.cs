using System.Diagnostics;

namespace UsageCluster.CrashHook;

/// <summary>Commands to PostgreSQL: <c>asks</c> with the statement before it is sent, <c>has</c> once all of the answer is read.</summary>
internal static class NpgsqlEvents
{
    public static void Watch() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = static source => source.Name == "Npgsql",
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        ActivityStarted = static activity => CrashPlan.Current.Note("asks " + Text(activity)),
        ActivityStopped = static activity => CrashPlan.Current.Note("has " + Text(activity)),
    });

    private static string Text(Activity activity) => (activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) as string ?? activity.DisplayName;
}
