namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>
/// Holds a data directory for this store alone. The lock belongs to the open file, not to the file's existence: the operating
/// system ends it with the process, however that ends.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    public const string FileName = "usage.lock";

    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    public static DirectoryLock Take(string directory)
    {
        try
        {
            return new DirectoryLock(
                new FileStream(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
        }
        catch (IOException refused) when (IsSharingViolation(refused))
        {
            throw new StoreLockedException(directory, refused);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Windows' ERROR_SHARING_VIOLATION; elsewhere the error of flock, EWOULDBLOCK: 11 on Linux, 35 on macOS and BSD.</summary>
    private static bool IsSharingViolation(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;
}
