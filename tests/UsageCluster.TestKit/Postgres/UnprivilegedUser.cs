using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace UsageCluster.TestKit.Postgres;

/// <summary>Who runs the server: PostgreSQL refuses to run as root.</summary>
internal sealed partial class UnprivilegedUser
{
    private readonly (uint Uid, uint Gid)? _user;

    private UnprivilegedUser((uint Uid, uint Gid)? user) => _user = user;

    /// <summary>This process's own user; for root, <c>postgres</c> or <c>nobody</c>.</summary>
    public static UnprivilegedUser Choose()
    {
        if (!string.Equals(Environment.UserName, "root", StringComparison.Ordinal))
            return new UnprivilegedUser(null);
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(parts => parts.Length > 3).ToList();
        var user = users.Find(parts => parts[0] == "postgres") ?? users.Find(parts => parts[0] == "nobody")
            ?? throw new InvalidOperationException("PostgreSQL does not run as root, and there is neither a user postgres nor nobody.");
        return new UnprivilegedUser((uint.Parse(user[2], CultureInfo.InvariantCulture), uint.Parse(user[3], CultureInfo.InvariantCulture)));
    }

    /// <summary>Gives a file or folder to the user.</summary>
    public void Own(string path)
    {
        if (_user is { } user && Chown(path, user.Uid, user.Gid) != 0)
            throw new InvalidOperationException($"Could not give {path} to user {user.Uid}: error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>How to run a program as the user: the process started is the program itself.</summary>
    public ProcessStartInfo StartInfo(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        if (_user is { } user)
        {
            start.FileName = "setpriv";
            start.ArgumentList.Add($"--reuid={user.Uid}");
            start.ArgumentList.Add($"--regid={user.Gid}");
            start.ArgumentList.Add("--clear-groups");
            start.ArgumentList.Add(program);
        }
        else
        {
            start.FileName = program;
        }

        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint owner, uint group);
}
