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
        catch (IOException refused) when (refused is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            throw new StoreLockedException(directory, refused);
        }
    }

    public void Dispose() => _file.Dispose();
}
