using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using UsageCluster.Bench.Rivals.Inserting;
using UsageCluster.Bench.Rivals.Tables;

namespace UsageCluster.Bench.Rivals.Serving;

/// <summary>A rival as a server with the product's two calls.</summary>
internal sealed class RivalServer(RivalKind kind, NpgsqlDataSource source, RivalNames names)
{
    private readonly BatchInsert _inserts = new(kind, source, names);

    public static async Task RunAsync(RivalKind kind, int port, string connectionString, int connections, int parallelWorkers)
    {
        await using var source = RivalDatabase.Open(connectionString, connections, parallelWorkers);
        var server = new RivalServer(kind, source, await RivalNames.ReadAsync(source));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        app.Run(server.AnswerAsync);
        await app.RunAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/healthz/ready")
            return;
        var body = new ArrayBufferWriter<byte>(4096);
        if (HttpMethods.IsPost(context.Request.Method))
            await IngestAsync(context, body);
        else
            await ReadAsync(context, body);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    private async Task ReadAsync(HttpContext context, ArrayBufferWriter<byte> body)
    {
        await using var command = UsageQuery.Create(kind, source, Instant(context, "start"), Instant(context, "end"));
        await using var rows = await command.ExecuteReaderAsync(context.RequestAborted);
        using var answer = new UsageAnswer(names, body);
        await answer.WriteAsync(rows);
    }

    private async Task IngestAsync(HttpContext context, ArrayBufferWriter<byte> body)
    {
        var events = await JsonSerializer.DeserializeAsync<PostedEvent[]>(context.Request.Body, JsonSerializerOptions.Web, context.RequestAborted);
        IngestAnswer.Write(body, events!, await _inserts.InsertAsync(events!));
    }

    private static DateTime Instant(HttpContext context, string name) =>
        DateTimeOffset.Parse(context.Request.Query[name].ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime;
}
