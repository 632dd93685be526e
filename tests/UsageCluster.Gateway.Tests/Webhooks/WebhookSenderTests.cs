using System.Net;
using System.Text;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Tests.Support;
using UsageCluster.Gateway.Webhooks;
using UsageCluster.TestKit.Network;

namespace UsageCluster.Gateway.Tests.Webhooks;

public sealed class WebhookSenderTests
{
    private const string Body = """{"type":"webhook.test","name":"Ü"}""";

    private static readonly WebhooksOptions Open = new() { AllowHttp = true, AllowPrivateNetworks = true };
    private static readonly WebhooksOptions OpenButPublic = new() { AllowHttp = true };
    private static readonly ManualTime Time = new(new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task An_event_arrives_byte_for_byte_with_its_id_its_time_and_its_signature()
    {
        await using var receiver = await WebhookReceiver.StartAsync();

        var answer = await SendAsync(Open, new Uri(receiver.Url, "/hook?a=b"));

        var call = Assert.Single(receiver.Calls);
        Assert.Equal((204, null), (answer.Status, answer.Error));
        Assert.Equal(("/hook?a=b", Body, "evt_1_wh", "1706745600", "application/json"), (
            call.Path, call.Body, call.Id, call.Headers["webhook-timestamp"], call.Headers["content-type"]));
        Assert.True(call.IsSignedBy("whsec_" + Convert.ToBase64String([1, 2, 3])));
        Assert.False(call.IsSignedBy("whsec_" + Convert.ToBase64String([1, 2, 4])));
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("8.8.8.8", "127.0.0.1")]
    [InlineData("::1")]
    public async Task A_name_that_leads_to_an_address_that_is_not_public_is_never_connected_to(params string[] addresses)
    {
        await using var receiver = await WebhookReceiver.StartAsync();

        var answer = await SendAsync(OpenButPublic, new Uri($"http://hook.example:{receiver.Url.Port}/"), addresses);

        Assert.Null(answer.Status);
        Assert.Matches("^'hook.example' leads to .*, which is not a public address.$", answer.Error);
        Assert.Empty(receiver.Calls);
    }

    [Fact]
    public async Task A_name_is_resolved_anew_and_checked_at_each_call()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var asked = new List<string>();
        using var sender = Sender(Open, host =>
        {
            asked.Add(host);
            return ["127.0.0.1"];
        });
        var webhook = Webhook(new Uri($"http://hook.example:{receiver.Url.Port}/"));

        await sender.SendAsync(webhook, "evt_1_wh", Body, CancellationToken.None);
        await sender.SendAsync(webhook, "evt_2_wh", Body, CancellationToken.None);

        Assert.Equal(["hook.example", "hook.example"], asked);
        Assert.Equal(2, receiver.Calls.Count);
    }

    [Fact]
    public async Task What_the_configuration_no_longer_allows_is_not_sent()
    {
        await using var receiver = await WebhookReceiver.StartAsync();

        var http = await SendAsync(new WebhooksOptions { AllowPrivateNetworks = true }, receiver.Url);
        var literal = await SendAsync(OpenButPublic, receiver.Url);

        Assert.Equal("The URL is not allowed: expected a URL of https.", http.Error);
        Assert.Equal("The URL is not allowed: expected a public address.", literal.Error);
        Assert.Empty(receiver.Calls);
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        await using var receiver = await WebhookReceiver.StartAsync((call, context) =>
        {
            if (call.Path == "/")
                context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });

        var answer = await SendAsync(Open, receiver.Url);

        Assert.Equal((302, "The target answered 302; redirects are not followed."), (answer.Status, answer.Error));
        Assert.Single(receiver.Calls);
    }

    [Fact]
    public async Task A_target_that_says_nothing_is_given_up_after_the_time_out()
    {
        await using var receiver = await WebhookReceiver.StartAsync(static (_, context) => Forever(context.RequestAborted));

        var answer = await SendAsync(new WebhooksOptions { AllowHttp = true, AllowPrivateNetworks = true, TimeoutSeconds = 1 }, receiver.Url);

        Assert.Equal((null, "There was no answer within 1 s."), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Of_an_endless_answer_only_the_beginning_is_read()
    {
        await using var receiver = await WebhookReceiver.StartAsync(static async (_, context) =>
        {
            context.Response.StatusCode = 500;
            var part = Encoding.UTF8.GetBytes(new string('x', 4_096));
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
        });

        var answer = await SendAsync(Open, receiver.Url);

        Assert.Equal((500, "The target answered 500.", 1_024), (answer.Status, answer.Error, answer.Response.Length));
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_a_failure_with_its_reason()
    {
        var answer = await SendAsync(Open, new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/"));

        Assert.Null(answer.Status);
        Assert.Contains("refused", answer.Error, StringComparison.OrdinalIgnoreCase);
    }

    private static Task Forever(CancellationToken ended)
    {
        var never = new TaskCompletionSource();
        ended.Register(() => never.TrySetResult());
        return never.Task;
    }

    private static async Task<WebhookAnswer> SendAsync(WebhooksOptions options, Uri url, params string[] addresses)
    {
        using var sender = Sender(options, _ => addresses);
        return await sender.SendAsync(Webhook(url), "evt_1_wh", Body, CancellationToken.None);
    }

    private static WebhookSender Sender(WebhooksOptions options, Func<string, string[]> resolve) => new(
        new GuardedConnections(options, (host, _) => Task.FromResult(Array.ConvertAll(resolve(host), IPAddress.Parse))), options, Time);

    private static WebhookRow Webhook(Uri url) => new() { WebhookId = "wh", Url = url.ToString(), Secret = [1, 2, 3], CreatedAt = Instant.Always };
}
