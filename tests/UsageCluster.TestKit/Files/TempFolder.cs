namespace UsageCluster.TestKit.Files;

/// <summary>A new folder, removed with all that is in it on disposal.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>The folder's full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("usagecluster-").FullName;

    /// <summary>The path of something in the folder.</summary>
    public string Under(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
