namespace UsageCluster.Gateway.Tests.Support;

/// <summary>A folder of a test's own, removed at the end.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("usage-gateway-tests-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
