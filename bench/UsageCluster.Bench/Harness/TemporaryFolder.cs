namespace UsageCluster.Bench.Harness;

/// <summary>A folder that is gone when it is disposed of.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("usagecluster-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
