using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using UsageCluster.Actors.Companies;
using UsageCluster.Core.Billing;
using UsageCluster.Orleans.Tests.Cluster;
using UsageCluster.TestKit.Audit;

namespace UsageCluster.Orleans.Tests.Load;

/// <summary>
/// Clients of a cluster: a recorder and senders over HTTP report events, readers ask for companies and for their ATS and judge each answer. As
/// clients do, they try again what was answered by 503 or 429 or not answered at all, at any silo that serves; what is not answered within the
/// limit, and every other answer, is a fault.
/// </summary>
internal sealed class Traffic : IAsyncDisposable
{
    private const int Companies = 24;
    private const int RecorderEventsPerTick = 4;
    private const int HttpEventsPerCall = 8;
    private const int Readers = 3;

    private static readonly TimeSpan RecorderTick = TimeSpan.FromMilliseconds(12);
    private static readonly TimeSpan HttpTick = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan ReadTick = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(45);


    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<string, int> _retried = new();
    private readonly ConcurrentDictionary<Task, bool> _recording = new();
    private readonly List<Task> _loops = [];
    private RecorderClient? _recorder;
    private string _atsKey = "";
    private string _runtimeKey = "";
    private int _reads;
    private int _calls;
    private long _longestTicks;

    private Traffic(RunningCluster cluster, string name)
    {
        Cluster = cluster;
        Name = name;
        All = [.. Enumerable.Range(1, Companies).Select(i => new LoadedCompany($"{name}-{i:00}", i % 3 == 0 ? BillingSystem.Credits : BillingSystem.Minutes))];
    }

    public const string Range = "start=2025-01-01&end=2026-01-01";

    public RunningCluster Cluster { get; }

    public string Name { get; }

    public IReadOnlyList<LoadedCompany> All { get; }

    public string AtsKey => _atsKey;

    /// <summary>Reads that were answered and right.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Events acknowledged so far.</summary>
    public long Acknowledged => All.Sum(c => c.Acknowledged.Events);

    /// <summary>Everything that was wrong so far.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Makes companies of their own for this name, and begins.</summary>
    public static async Task<Traffic> StartAsync(RunningCluster cluster, string name)
    {
        var traffic = new Traffic(cluster, name);
        await traffic.ProvisionAsync();
        traffic._recorder = await RecorderClient.ConnectAsync(cluster);
        traffic._loops.Add(traffic.LoopAsync(RecorderTick, 1, traffic.RecordAsync));
        traffic._loops.Add(traffic.LoopAsync(HttpTick, 2, traffic.SendAsync));
        for (var i = 0; i < Readers; i++)
        {
            var random = new Random(i);
            traffic._loops.Add(traffic.LoopAsync(ReadTick, 10 + i, _ => traffic.ReadAsync(random)));
        }

        return traffic;
    }

    /// <summary>One line about what was done.</summary>
    public string Summary =>
        $"{Name}: {Acknowledged} events acknowledged, {Reads} reads right, {_calls} calls over HTTP, longest until answered "
        + $"{TimeSpan.FromTicks(_longestTicks).TotalSeconds:0.0} s, {_faults.Count} failed; tried again: "
        + (_retried.IsEmpty ? "none" : string.Join(", ", _retried.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Value} × {r.Key}")));

    /// <summary>No new events and reads; waits until everything that was sent is acknowledged.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops).WaitAsync(TimeSpan.FromMinutes(2));
        await Task.WhenAll(_recording.Keys).WaitAsync(TimeSpan.FromMinutes(2));
        if (_recorder is not null)
            await _recorder.DisposeAsync();
        _recorder = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
            await StopAsync();
        _stop.Dispose();
    }

    /// <summary>A call to the silos that serve, one after the other, until it is answered.</summary>
    public async Task<string?> CallAsync(HttpMethod method, string path, string? json, string? key)
    {
        Interlocked.Increment(ref _calls);
        var started = Stopwatch.GetTimestamp();
        using var pace = new PeriodicTimer(ReadTick);
        while (true)
        {
            var serving = Cluster.Serving;
            var silo = serving[Random.Shared.Next(serving.Length)];
            var answer = await silo.Api.TryAsync(method, path, json, key);
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (answer.Status == HttpStatusCode.OK)
            {
                NoteLongest(elapsed.Ticks);
                return answer.Text;
            }

            if (elapsed > AnsweredWithin || !(answer.AsksToRetry || answer.Status is null))
            {
                _faults.Enqueue($"{silo.Name}, {method} {path}, after {elapsed.TotalSeconds:0.0} s: {answer.Status} {answer.Text}");
                return null;
            }

            _retried.AddOrUpdate(answer.Status?.ToString() ?? "no answer", 1, (_, count) => count + 1);
            await pace.WaitForNextTickAsync();
        }
    }

    private async Task LoopAsync(TimeSpan tick, int seed, Func<EventSource, Task> act)
    {
        var source = new EventSource(All, seed);
        using var pace = new PeriodicTimer(tick);
        try
        {
            while (await pace.WaitForNextTickAsync(_stop.Token))
                await act(source);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Whatever it was, the test says so in the end.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _faults.Enqueue(failure.ToString());
        }
    }

    /// <summary>Does not wait for what it sends: a company that is away holds up none of the others.</summary>
    private Task RecordAsync(EventSource source)
    {
        for (var i = 0; i < RecorderEventsPerTick; i++)
        {
            var (company, sent) = source.Next();
            var task = RecordAsync(company, sent);
            _recording.TryAdd(task, true);
            task.ContinueWith(done => _recording.TryRemove(done, out _), TaskScheduler.Default);
        }

        return Task.CompletedTask;
    }

    private async Task RecordAsync(LoadedCompany company, SentEvent sent)
    {
        try
        {
            var outcome = await _recorder!.Recorder.RecordAsync(sent.Event);
            if (outcome.Status == RecordStatus.Accepted)
                company.Acknowledge(sent);
            else
                _faults.Enqueue($"The recorder says {outcome} of {sent.Event.EventId} of {company.Id}.");
        }
#pragma warning disable CA1031 // It has no end to its retries: whatever it throws is a fault.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _faults.Enqueue($"The recorder fails with {failure}.");
        }
    }

    private async Task SendAsync(EventSource source)
    {
        var events = Enumerable.Range(0, HttpEventsPerCall).Select(_ => source.Next()).ToArray();
        var body = JsonSerializer.Serialize(events.Select(e => EventSource.Json(e.Event.Event)));
        while (await CallAsync(HttpMethod.Post, "/ingest/events", body, _runtimeKey) is { } answer)
        {
            using var json = JsonDocument.Parse(answer);
            var undecided = 0;
            foreach (var (result, i) in json.RootElement.GetProperty("results").EnumerateArray().Select((r, i) => (r, i)))
            {
                if (result.GetProperty("status").GetString() is "accepted" or "duplicate")
                    events[i].Company.Acknowledge(events[i].Event);
                else
                    undecided++;
            }

            if (undecided == 0)
                return;
            _faults.Enqueue($"Of events sent over HTTP {undecided} are neither accepted nor duplicates: {answer}");
            return;
        }
    }

    private async Task ReadAsync(Random random)
    {
        var isOfAts = random.Next(4) == 0;
        var company = All[random.Next(All.Count)];
        var path = isOfAts ? $"/billing/usage?{Range}" : $"/billing/usage?companyId={company.Id}&{Range}";
        var check = isOfAts ? new ReadCheck(All) : new ReadCheck(company);
        if (await CallAsync(HttpMethod.Get, path, null, isOfAts ? _atsKey : null) is not { } answer)
            return;
        if (check.FaultOf(answer) is { } fault)
            _faults.Enqueue(fault);
        else
            Interlocked.Increment(ref _reads);
    }

    private async Task ProvisionAsync()
    {
        var api = Cluster.Serving[0].Api;
        // A company on credits needs a rule for any focus; it is that of the fixtures.
        await api.PutAsync("/admin/price-rules/*", new { baseCost = 10, includedMinutes = 5, costPerMinute = 2.5 });
        await api.PutAsync(
            $"/admin/price-rules/{LoadedCompany.AgentFocus}",
            new { baseCost = LoadedCompany.BaseCost, includedMinutes = 0, costPerMinute = LoadedCompany.CostPerMinute });
        await api.PutAsync("/admin/cost-keys/voice_agent", new { countsAsInterview = true });
        foreach (var company in All)
            await api.PutAsync($"/admin/companies/{company.Id}", new { companyName = company.Id, billingSystem = company.System == BillingSystem.Credits ? "credits" : "minutes" });
        await api.PutAsync($"/admin/ats/{Name}-ats", new { atsName = Name, companies = All.Select(c => c.Id).ToArray() });
        _atsKey = await api.KeyAsync("ats", $"{Name}-ats");
        _runtimeKey = await api.KeyAsync("runtime");
    }

    private void NoteLongest(long ticks)
    {
        for (var known = Volatile.Read(ref _longestTicks); ticks > known; known = Volatile.Read(ref _longestTicks))
            Interlocked.CompareExchange(ref _longestTicks, ticks, known);
    }
}
