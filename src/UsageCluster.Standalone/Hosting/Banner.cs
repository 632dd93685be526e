namespace UsageCluster.Standalone.Hosting;

/// <summary>What the program says on standard output once it serves. The line with the API's address is the last one.</summary>
internal static class Banner
{
    public static void Write(TextWriter output, StandaloneHost host)
    {
        if (host.FirstAdminKey is { } key)
        {
            output.WriteLine("The first start made an admin key. It is shown this once; only its hash is kept:");
            output.WriteLine($"  {key}");
            output.WriteLine();
        }

        var address = host.Address.ToString().TrimEnd('/');
        output.WriteLine($"UsageCluster serves on {address}");
        output.WriteLine($"  Data  {host.DataPlace}");
        output.WriteLine($"  Docs  {address}/docs");
        output.WriteLine($"  API   {address}/billing/usage");
        output.Flush();
    }
}
