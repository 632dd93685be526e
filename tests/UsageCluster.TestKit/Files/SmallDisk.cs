using System.Diagnostics;

namespace UsageCluster.TestKit.Files;

/// <summary>A file system of a few megabytes in memory, which can be filled. Needs root.</summary>
public sealed class SmallDisk : IDisposable
{
    private static readonly Lazy<bool> Probe = new(IsPermitted);

    private readonly TempFolder _folder = new();
    private readonly string _ballast;

    /// <summary>Mounts it.</summary>
    public SmallDisk(int megabytes)
    {
        Path = _folder.Under("disk");
        _ballast = System.IO.Path.Combine(Path, "ballast");
        Directory.CreateDirectory(Path);
        try
        {
            // For servers of other users.
            Run("chmod", "a+x", _folder.Path);
            Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0777", "none", Path);
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>Whether tests that need one can run here.</summary>
    public static bool IsAvailable => Probe.Value;

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Takes all of its room but so many bytes.</summary>
    public void Fill(int leaving)
    {
        using var ballast = File.Create(_ballast, bufferSize: 1);
        var block = new byte[16 * 1024];
        for (var left = new DriveInfo(Path).AvailableFreeSpace - leaving; left > 0; left -= block.Length)
            ballast.Write(block, 0, (int)Math.Min(block.Length, left));
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(_ballast);

    /// <inheritdoc />
    public void Dispose()
    {
        // Lazily: what still has a file open there does not keep the test.
        Run("umount", "-l", Path);
        _folder.Dispose();
    }

    private static bool IsPermitted()
    {
        try
        {
            using var disk = new SmallDisk(1);
            return true;
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {errors}");
    }
}
