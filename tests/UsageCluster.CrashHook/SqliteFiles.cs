using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace UsageCluster.CrashHook;

/// <summary>
/// What SQLite does to its files: <c>write</c>, <c>sync</c> and <c>synced</c>, each with <c>database</c> or <c>log</c>. The file system's own functions with
/// these three between: a copy of SQLite's table of functions that opens files, and a copy of that which each open file has.
/// </summary>
internal static unsafe partial class SqliteFiles
{
    private const int OpenDatabase = 0x100, OpenLog = 0x80000;

    // Offsets and sizes in bytes, as sqlite3.h lays sqlite3_vfs and sqlite3_io_methods out for 64 bits.
    private const int VfsSize = 168, VfsName = 24, VfsOpen = 40, MethodsSize = 152, MethodsWrite = 24, MethodsSync = 40;

    private static readonly ConcurrentDictionary<nint, string> Files = new();
    private static readonly ConcurrentDictionary<nint, nint> Methods = new();
    private static nint _system;
    private static delegate* unmanaged[Cdecl]<nint, nint, nint, int, nint, int> _open;
    private static delegate* unmanaged[Cdecl]<nint, nint, int, long, int> _write;
    private static delegate* unmanaged[Cdecl]<nint, int, int> _sync;

    public static void Watch()
    {
        _system = FindVfs(null);
        var watched = Copy(_system, VfsSize);
        _open = (delegate* unmanaged[Cdecl]<nint, nint, nint, int, nint, int>)Marshal.ReadIntPtr(_system, VfsOpen);
        Marshal.WriteIntPtr(watched, VfsName, Marshal.StringToCoTaskMemUTF8("watched"));
        Marshal.WriteIntPtr(watched, VfsOpen, (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint, int, nint, int>)&OnOpen);
        if (RegisterVfs(watched, 1) != 0)
            throw new InvalidOperationException("SQLite's files cannot be watched.");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpen(nint vfs, nint name, nint file, int flags, nint outFlags)
    {
        var result = _open(_system, name, file, flags, outFlags);
        if (result != 0 || (flags & (OpenDatabase | OpenLog)) == 0)
            return result;
        Files[file] = (flags & OpenLog) != 0 ? "log" : "database";
        // Files that are locked have another table than those that are not.
        Marshal.WriteIntPtr(file, Methods.GetOrAdd(Marshal.ReadIntPtr(file), Watched));
        return result;
    }

    private static nint Watched(nint own)
    {
        _write = (delegate* unmanaged[Cdecl]<nint, nint, int, long, int>)Marshal.ReadIntPtr(own, MethodsWrite);
        _sync = (delegate* unmanaged[Cdecl]<nint, int, int>)Marshal.ReadIntPtr(own, MethodsSync);
        var watched = Copy(own, MethodsSize);
        Marshal.WriteIntPtr(watched, MethodsWrite, (nint)(delegate* unmanaged[Cdecl]<nint, nint, int, long, int>)&OnWrite);
        Marshal.WriteIntPtr(watched, MethodsSync, (nint)(delegate* unmanaged[Cdecl]<nint, int, int>)&OnSync);
        return watched;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWrite(nint file, nint data, int length, long offset)
    {
        CrashPlan.Current.Note("write " + Files[file]);
        return _write(file, data, length, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSync(nint file, int flags)
    {
        CrashPlan.Current.Note("sync " + Files[file]);
        var result = _sync(file, flags);
        CrashPlan.Current.Note("synced " + Files[file]);
        return result;
    }

    private static nint Copy(nint from, int size)
    {
        var copy = Marshal.AllocHGlobal(size);
        new ReadOnlySpan<byte>((void*)from, size).CopyTo(new Span<byte>((void*)copy, size));
        return copy;
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint FindVfs(string? name);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    private static partial int RegisterVfs(nint vfs, int asDefault);
}
