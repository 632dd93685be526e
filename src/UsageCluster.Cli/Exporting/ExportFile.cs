using System.Text;

namespace UsageCluster.Cli.Exporting;

/// <summary>A file that is there whole or not at all: what is written lies beside it until the end.</summary>
internal static class ExportFile
{
    public static async Task WriteAsync(string path, Func<TextWriter, Task> write)
    {
        var partial = path + ".part";
        try
        {
            await using (var output = new StreamWriter(partial, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
                await write(output);
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }
}
