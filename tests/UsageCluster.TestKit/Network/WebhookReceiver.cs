using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace UsageCluster.TestKit.Network;

/// <summary>A target of webhooks on the loopback address, which keeps every call.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<ReceivedCall> _calls = [];
    private readonly WebApplication _app;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>The calls until now.</summary>
    public IReadOnlyList<ReceivedCall> Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    /// <summary>Starts one that answers every call with 204.</summary>
    public static Task<WebhookReceiver> StartAsync() => StartAsync((_, context) =>
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    });

    /// <summary>Starts one that answers as it is told to.</summary>
    public static async Task<WebhookReceiver> StartAsync(Func<ReceivedCall, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var call = new ReceivedCall(
                context.Request.Path + context.Request.QueryString.ToUriComponent(),
                context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()),
                await reader.ReadToEndAsync());
            receiver.Note(call);
            await answer(call, context);
        });
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until so many calls (that fit) have come, and returns those that have.</summary>
    public async Task<IReadOnlyList<ReceivedCall>> ReceiveAsync(int count, Func<ReceivedCall, bool>? which = null)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            var fitting = Calls.Where(call => which?.Invoke(call) ?? true).ToList();
            if (fitting.Count >= count)
                return fitting;
            await changed.WaitAsync(Limit);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Note(ReceivedCall call)
    {
        lock (_calls)
            _calls.Add(call);
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
