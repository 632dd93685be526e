using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace UsageCluster.CrashHook;

/// <summary>
/// Statements of every SQLite connection: the name of the thread, and <c>begins</c> with the statement before it runs, <c>done</c> once it has.
/// </summary>
internal static unsafe partial class SqliteStatements
{
    private const uint TraceStatement = 1, TraceProfile = 2;

    public static void Watch()
    {
        if (AutoExtension(&OnOpen) != 0)
            throw new InvalidOperationException("SQLite's connections cannot be watched.");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpen(nint connection, nint error, nint api) => Trace(connection, TraceStatement | TraceProfile, &OnTrace, 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTrace(uint kind, nint context, nint statement, nint more)
    {
        var moment = kind == TraceStatement ? "begins" : "done";
        CrashPlan.Current.Note($"{Thread.CurrentThread.Name}: {moment} {Marshal.PtrToStringUTF8(Sql(statement))?.TrimStart()}");
        return 0;
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_auto_extension")]
    private static partial int AutoExtension(delegate* unmanaged[Cdecl]<nint, nint, nint, int> onOpen);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_trace_v2")]
    private static partial int Trace(nint connection, uint kinds, delegate* unmanaged[Cdecl]<uint, nint, nint, nint, int> onTrace, nint context);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_sql")]
    private static partial nint Sql(nint statement);
}
