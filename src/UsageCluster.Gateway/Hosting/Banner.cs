namespace UsageCluster.Gateway.Hosting;

/// <summary>What a server says on standard output once it serves. The line with the API's address is the last one.</summary>
public static class Banner
{
    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="firstAdminKey">The key that the first start made; null: none.</param>
    /// <param name="address">Where the server listens.</param>
    /// <param name="facts">Names, of up to five letters, with what they are.</param>
    public static void Write(TextWriter output, string? firstAdminKey, Uri address, params IEnumerable<(string Name, string Value)> facts)
    {
        if (firstAdminKey is { } key)
        {
            output.WriteLine("The first start made an admin key. It is shown this once; only its hash is kept:");
            output.WriteLine($"  {key}");
            output.WriteLine();
        }

        var url = address.ToString().TrimEnd('/');
        output.WriteLine($"UsageCluster serves on {url}");
        foreach (var (name, value) in facts)
            output.WriteLine($"  {name,-6}{value}");
        output.WriteLine($"  Docs  {url}/docs");
        output.WriteLine($"  API   {url}/billing/usage");
        output.Flush();
    }
}
