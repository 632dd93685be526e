using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace UsageCluster.TestKit.Changes;

/// <summary>
/// Makes a change through the first of some servers while callers send events through each of them without a pause, and looks at what each event was
/// booked by: what was answered before the change by the old state, what was sent after its answer by the new one, anything else by one of them.
/// </summary>
/// <param name="servers">The servers of one store.</param>
/// <param name="adminKey">A key of an administrator.</param>
public sealed class ChangeInFlight(IReadOnlyList<Uri> servers, string adminKey) : IDisposable
{
    private const int SendersPerServer = 3, EventsPerCall = 10, CallsBefore = 3, CallsAfter = 4;
    private const string Range = "start=2025-06-01&end=2025-07-01";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { Timeout = Patience };

    private enum Phase
    {
        Before,
        Changing,
        After,
    }

    /// <summary>Sets the company up, and reports.</summary>
    public async Task<FlightReport> RunAsync(BookingChange change)
    {
        foreach (var (path, body) in change.Before)
            await PutAsync(path, body);
        var events = await SendAroundAsync(change.Name, () => PutAsync(change.Change.Path, change.Change.Body));
        var rows = await RowsAsync(change.Name);
        var faults = new List<string>();
        foreach (var sent in events)
        {
            JsonElement? row = rows.TryGetValue(sent.EventId, out var found) ? found : null;
            if (sent.IsBooked != row.HasValue)
                faults.Add($"{sent} has {(row.HasValue ? "a" : "no")} row");
            if (sent.Answered == Phase.Before && change.IsNew(row))
                faults.Add($"{sent} was booked by what came later: {row}");
            if (sent.Sent == Phase.After && !change.IsNew(row))
                faults.Add($"{sent} was booked by what was before: {row}");
        }

        if (rows.Count != events.Count(e => e.IsBooked))
            faults.Add($"There are {rows.Count} rows of {events.Count(e => e.IsBooked)} events.");
        await AddUpAsync(change.Name, rows.Values, faults);
        var (before, after) = (events.Count(e => e.Answered == Phase.Before), events.Count(e => e.Sent == Phase.After));
        return new FlightReport(before, events.Count - before - after, after, faults);
    }

    public void Dispose() => _http.Dispose();

    private async Task<List<SentEvent>> SendAroundAsync(string company, Func<Task> change)
    {
        var runtime = JsonElement.Parse(await SendAsync(HttpMethod.Post, servers[0], "/admin/keys", """{"kind":"runtime","name":"In flight"}""", adminKey))
            .GetProperty("key").GetString()!;
        using var deadline = new CancellationTokenSource(Patience);
        var sent = new ConcurrentBag<SentEvent>();
        var phase = (int)Phase.Before;
        var callsToGo = servers.Count * SendersPerServer * CallsBefore;
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var senders = Enumerable.Range(0, servers.Count * SendersPerServer).Select(sender => Task.Run(async () =>
        {
            for (int call = 0, after = 0; after < CallsAfter; call++)
            {
                var body = Body(company, sender, call);
                var first = (Phase)Volatile.Read(ref phase);
                string answer;
                while ((answer = await TrySendAsync(servers[sender % servers.Count], body, runtime, deadline.Token)).Length == 0)
                    deadline.Token.ThrowIfCancellationRequested();
                var answered = (Phase)Volatile.Read(ref phase);
                foreach (var result in JsonElement.Parse(answer).GetProperty("results").EnumerateArray())
                    sent.Add(new SentEvent(result.GetProperty("eventId").GetString()!, first, answered, result.GetProperty("status").GetString() != "rejected"));
                if (Interlocked.Decrement(ref callsToGo) == 0)
                    begin.SetResult();
                after += first == Phase.After ? 1 : 0;
            }
        })).ToArray();
        await Task.WhenAny(begin.Task, Task.WhenAll(senders));
        Volatile.Write(ref phase, (int)Phase.Changing);
        await change();
        Volatile.Write(ref phase, (int)Phase.After);
        await Task.WhenAll(senders);
        return [.. sent];
    }

    private static string Body(string company, int sender, int call) => JsonSerializer.Serialize(Enumerable.Range(0, EventsPerCall).Select(i => new
    {
        eventId = string.Create(CultureInfo.InvariantCulture, $"{sender}-{call}-{i}"),
        companyId = company,
        occurredAt = BookingChange.OccurredAt,
        durationSeconds = 61,
        costKey = BookingChange.CostKey,
    }));

    /// <summary>The answer; empty: one that asks to send again.</summary>
    private async Task<string> TrySendAsync(Uri server, string body, string key, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, server, "/ingest/events", body, key);
        using var answer = await _http.SendAsync(request, cancellationToken);
        if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
            return "";
        return await ReadAsync(answer);
    }

    /// <summary>The rows behind the figures by event, as the last server shows them.</summary>
    private async Task<Dictionary<string, JsonElement>> RowsAsync(string company)
    {
        var rows = new Dictionary<string, JsonElement>();
        for (string? after = ""; after is not null;)
        {
            var path = $"/billing/usage/explain?companyId={company}&costKey={BookingChange.CostKey}&{Range}&pageSize=100{after}";
            var page = JsonElement.Parse(await SendAsync(HttpMethod.Get, servers[^1], path, null, adminKey));
            foreach (var row in page.GetProperty("data").EnumerateArray())
                rows.Add(row.GetProperty("eventId").GetString()!, row);
            after = page.GetProperty("meta").GetProperty("nextCursor").GetString() is { } cursor ? "&after=" + cursor : null;
        }

        return rows;
    }

    /// <summary>Every server reports what the rows come to.</summary>
    private async Task AddUpAsync(string company, IEnumerable<JsonElement> rows, List<string> faults)
    {
        long ms = 0, micro = 0, events = 0, interviews = 0;
        foreach (var row in rows)
        {
            ms += row.TryGetProperty("quantityMs", out var quantityMs) ? quantityMs.GetInt64() : 0;
            micro += row.TryGetProperty("quantityMicro", out var quantityMicro) ? quantityMicro.GetInt64() : 0;
            events += row.GetProperty("events").GetInt64();
            interviews += row.GetProperty("interviews").GetInt64();
        }

        var expected = (Math.Round(ms / 60_000m, 6, MidpointRounding.AwayFromZero), micro / 1_000_000m, events, interviews);
        foreach (var server in servers)
        {
            var (minutes, credits, reported, counted) = (0m, 0m, 0L, 0L);
            var data = JsonElement.Parse(await SendAsync(HttpMethod.Get, server, $"/billing/usage?companyId={company}&{Range}", null, adminKey)).GetProperty("data");
            foreach (var entry in data.GetProperty("companies").EnumerateArray())
            {
                minutes += entry.TryGetProperty("totalMinutesUsed", out var used) ? used.GetDecimal() : 0;
                credits += entry.TryGetProperty("totalCreditsUsed", out used) ? used.GetDecimal() : 0;
                counted += entry.GetProperty("totalInterviews").GetInt64();
                reported += entry.GetProperty("breakdownByCostKey").EnumerateArray().Sum(b => b.GetProperty("events").GetInt64());
            }

            if ((minutes, credits, reported, counted) != expected)
                faults.Add($"{server} reports {(minutes, credits, reported, counted)} where the rows come to {expected}.");
        }
    }

    private async Task PutAsync(string path, string body) => await SendAsync(HttpMethod.Put, servers[0], "/admin/" + path, body, adminKey);

    private async Task<string> SendAsync(HttpMethod method, Uri server, string path, string? body, string key)
    {
        using var request = Request(method, server, path, body, key);
        using var answer = await _http.SendAsync(request);
        return await ReadAsync(answer);
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri server, string path, string? body, string key)
    {
        var request = new HttpRequestMessage(method, new Uri(server, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? text
            : throw new InvalidOperationException($"{answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {text}");
    }

    private sealed record SentEvent(string EventId, Phase Sent, Phase Answered, bool IsBooked);
}
