namespace UsageCluster.TestKit.Files;

/// <summary>The files that the tests lie beside.</summary>
public static class Repository
{
    /// <summary>The path of a file or folder of the repository.</summary>
    public static string Under(params ReadOnlySpan<string> names)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "UsageCluster.sln")))
                return Path.Combine([folder, .. names]);
        }

        throw new InvalidOperationException($"UsageCluster.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
