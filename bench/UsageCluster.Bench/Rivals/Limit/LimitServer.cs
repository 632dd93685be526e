namespace UsageCluster.Bench.Rivals.Limit;

/// <summary>What the machine can do at all: the same bytes from memory, with nothing decided; a body that is sent is read, and its rows are inserted.</summary>
internal static class LimitServer
{
    /// <param name="port">Where it listens.</param>
    /// <param name="bodyFile">The content of every answer.</param>
    /// <param name="inserts">Where the rows of a call go; null: it only reads.</param>
    /// <param name="rowsPerCall">Rows of a call.</param>
    public static async Task RunAsync(int port, string bodyFile, LimitIngest? inserts, int rowsPerCall)
    {
        var body = await File.ReadAllBytesAsync(bodyFile);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        app.Run(async context =>
        {
            if (inserts is not null && HttpMethods.IsPost(context.Request.Method))
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                await inserts.AddAsync(rowsPerCall);
            }

            var response = context.Response;
            response.ContentType = "application/json";
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body);
        });
        await app.RunAsync();
    }
}
