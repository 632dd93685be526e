using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using UsageCluster.Soak.Measures;
using UsageCluster.Soak.Runs;

namespace UsageCluster.Soak.Load;

/// <summary>Makes calls as clients do, and notes how each went.</summary>
internal sealed class Caller(CallLog log, Findings findings, RunClock clock) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15) }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Makes a call once. What is neither a success nor retryable is a finding.</summary>
    public async Task<Answer> SendAsync(Call call, TimeSpan due)
    {
        Answer answer;
        string? error = null;
        try
        {
            using var request = Request(call);
            using var response = await _http.SendAsync(request);
            answer = new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
            if (!answer.IsSuccess && !(call.MayBeAbsent && answer.Status == HttpStatusCode.NotFound))
                error = $"{(int)response.StatusCode}";
        }
        catch (OperationCanceledException timeout)
        {
            (answer, error) = (new Answer(null, timeout.Message), "timeout");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            (answer, error) = (new Answer(null, failure.Message), "connection");
        }

        log.Add(new CallSample(call.Kind, call.Group.Name, due, clock.Now, error));
        if (error is not null && !answer.IsRetryable)
            findings.Add($"{call.Method} {call.Path}: {answer.Body}");
        return answer;
    }

    /// <summary>Makes a call until it is answered. Null: it was refused for good, or not answered before the run's end.</summary>
    public async Task<Answer?> SendUntilAnsweredAsync(Call call, TimeSpan due, CancellationToken end)
    {
        for (var attempt = call; ; attempt = call with { Kind = CallKind.Retry })
        {
            var answer = await SendAsync(attempt, due);
            if (!answer.IsRetryable)
                return answer.IsSuccess || call.MayBeAbsent ? answer : null;
            if (end.IsCancellationRequested)
            {
                findings.Add($"{call.Method} {call.Path} was not answered to the end: {answer.Status} {answer.Body}");
                return null;
            }

            await RunClock.PauseAsync(TimeSpan.FromMilliseconds(500));
            due = clock.Now;
        }
    }

    /// <summary>Makes a call on a connection of its own and hangs up after a while.</summary>
    public static async Task HangUpAsync(Call call, TimeSpan after)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var hangUp = new CancellationTokenSource(after);
        try
        {
            using var request = Request(call);
            using var response = await http.SendAsync(request, hangUp.Token);
        }
        catch (Exception expected) when (expected is OperationCanceledException or HttpRequestException or IOException)
        {
            // That is what was wanted.
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(Call call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(call.Group.Url, call.Path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", call.Key);
        if (call.Accept is not null)
            request.Headers.Accept.ParseAdd(call.Accept);
        if (call.Body is not null)
            request.Content = JsonContent.Create(call.Body);
        return request;
    }
}
