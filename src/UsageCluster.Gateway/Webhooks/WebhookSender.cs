using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Webhooks;

/// <summary>Sends one event to one target, once.</summary>
internal sealed class WebhookSender(GuardedConnections connections, WebhooksOptions options, TimeProvider time) : IDisposable
{
    private const int ResponseBytesMax = 1_024;
    private const int ErrorLengthMax = 500;

    private readonly HttpClient _http = new(connections.Handler()) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>What became of it; only the caller's own cancellation throws.</summary>
    public async Task<WebhookAnswer> SendAsync(WebhookRow webhook, string deliveryId, string body, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Request(webhook, deliveryId, body);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            return new WebhookAnswer(status, ErrorOf(status), await ReadAsync(response, either.Token));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Failed(string.Create(CultureInfo.InvariantCulture, $"There was no answer within {options.TimeoutSeconds} s."));
        }
        catch (TargetRefusedException refused)
        {
            return Failed(refused.Message);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Failed((failure.InnerException as TargetRefusedException ?? failure).Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private static string? ErrorOf(int status) => status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => string.Create(CultureInfo.InvariantCulture, $"The target answered {status}; redirects are not followed."),
        _ => string.Create(CultureInfo.InvariantCulture, $"The target answered {status}."),
    };

    private static WebhookAnswer Failed(string error) => new(null, error.Length > ErrorLengthMax ? error[..ErrorLengthMax] : error, "");

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[ResponseBytesMax];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    private HttpRequestMessage Request(WebhookRow webhook, string deliveryId, string body)
    {
        var url = new Uri(webhook.Url);
        // What was allowed when it was made need not be now.
        if (WebhookTarget.Refusal(url, options) is { } refusal)
            throw new TargetRefusedException("The URL is not allowed: " + refusal);
        var now = time.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("UsageCluster", "1"));
        request.Headers.Add("webhook-id", deliveryId);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(
            "webhook-signature", WebhookSignature.Sign(webhook, deliveryId, now.ToUnixTimeSeconds(), body, Instant.From(now)));
        return request;
    }
}
