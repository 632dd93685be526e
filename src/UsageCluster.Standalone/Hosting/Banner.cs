namespace UsageCluster.Standalone.Hosting;

/// <summary>What the program says on standard output once it serves.</summary>
internal static class Banner
{
    public static void Write(TextWriter output, StandaloneHost host)
    {
        var address = host.Address.ToString().TrimEnd('/');
        output.WriteLine($"UsageCluster serves on {address}");
        output.WriteLine($"  data  {host.DataPlace}");
        output.WriteLine($"  docs  {address}/docs");
        if (host.FirstAdminKey is { } key)
        {
            output.WriteLine();
            output.WriteLine("The first start made an admin key. It is shown this once; only its hash is kept:");
            output.WriteLine($"  {key}");
        }

        output.Flush();
    }
}
