using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using UsageCluster.Faults.Tests.Crashes;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>
/// A standalone process over one store, whose clients go on while the store has its faults: some send, and send again until they are answered; others read,
/// and must find all that was acknowledged before they asked. The process is never started anew.
/// </summary>
internal sealed class LoadedServer : IAsyncDisposable
{
    private const string AdminKey = "the-admin-key-of-the-database-tests";
    private const string Range = "start=2025-01-01&end=2026-01-01";
    private const int Senders = 3;
    private const int BatchesMax = 600;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly string[] _store;
    private readonly SentEvents _sent;
    private readonly Queue<SentEvents.Event[]> _batches;
    private readonly Dictionary<string, long> _acknowledged = SentEvents.Companies.ToDictionary(c => c, _ => 0L);
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _admin;
    private HttpClient? _runtime;
    private Task[] _clients = [];
    private int _batchesAcknowledged;

    private LoadedServer(ServerProcess process, string[] store, int seed)
    {
        Process = process;
        _store = store;
        _sent = new SentEvents(seed);
        _batches = new Queue<SentEvents.Event[]>(_sent.Next(BatchesMax, eventsPerBatch: 8));
        _admin = Client(AdminKey);
    }

    public ServerProcess Process { get; }

    public SeenAnswers Answers { get; } = new();

    /// <summary>Starts it, makes its companies, and lets the clients loose.</summary>
    /// <param name="store">The program's arguments.</param>
    /// <param name="seed">Of the events.</param>
    /// <param name="settings">The program's environment.</param>
    public static async Task<LoadedServer> StartAsync(string[] store, int seed, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey, ["Lease__Duration"] = "2" };
        foreach (var (name, value) in settings)
            environment[name] = value;
        var server = new LoadedServer(await ServerProcess.StartAsync(store, environment), store, seed);
        try
        {
            await server.ProvisionAsync();
            server._clients = [.. Enumerable.Range(0, Senders).Select(_ => server.SendAsync()), server.WatchAsync(server.LookAtUsageAsync), server.WatchAsync(server.LookAtHistoryAsync)];
            await server.WorksAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns once as many further batches were acknowledged: those that were in flight when this was called, and then some.</summary>
    public Task WorksAsync(int batches = 3 * Senders)
    {
        var from = Volatile.Read(ref _batchesAcknowledged);
        return Until.HoldsAsync(() => Volatile.Read(ref _batchesAcknowledged) >= from + batches, Describe);
    }

    /// <summary>Returns once a client was asked to send again.</summary>
    public Task RefusesAsync()
    {
        var from = Answers.Refusals;
        return Until.HoldsAsync(() => Answers.Refusals > from, Describe);
    }

    /// <summary>Returns once a client was asked to send again for a reason that holds the words.</summary>
    public Task RefusesAsync(string because)
    {
        var from = Answers.RefusalsBecause(because);
        return Until.HoldsAsync(() => Answers.RefusalsBecause(because) > from, Describe);
    }

    /// <summary>An administrative call, repeated while the answer asks for that.</summary>
    public async Task PutAsync(string path, object body)
    {
        var done = false;
        while (!done)
            done = await Answers.ReadAsync(_admin.PutAsJsonAsync(new Uri(path, UriKind.Relative), body)) is not null || Answers.Wrong.Count > 0;
    }

    /// <summary>
    /// Lets the clients finish what they began, and looks at everything: nobody was answered wrongly, every acknowledged event is there once, every figure is
    /// exact, and an audit finds nothing off.
    /// </summary>
    /// <param name="ledger">Where the audit finds the ledger; null: where the process does.</param>
    public async Task FinishAsync(string? ledger = null)
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients).WaitAsync(ServerProcess.Timeout);
        Assert.Empty(Answers.Wrong);
        Assert.False(Process.HasExited);
        var sent = _sent.All.Where(e => e.IsAcknowledged).ToList();
        foreach (var chunk in sent.Chunk(1_000))
            Assert.Equal(chunk.Select(_ => "duplicate"), await StatusesAsync(chunk));
        foreach (var company in SentEvents.Companies)
            AssertExact(company, sent, await _admin.GetFromJsonAsync<JsonElement>(new Uri(UsageOf(company), UriKind.Relative)));
        Assert.Equal(0, await Process.StopAsync());
        await AuditedLedger.AssertWellAsync(ledger is null ? _store : ["--ledger", ledger]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Process.DisposeAsync();
        await Task.WhenAll(_clients).WaitAsync(ServerProcess.Timeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _admin.Dispose();
        _runtime?.Dispose();
        _stop.Dispose();
    }

    private static string UsageOf(string company) => $"/billing/usage?companyId={company}&{Range}";

    private static void AssertExact(string company, List<SentEvents.Event> sent, JsonElement answer)
    {
        var quantity = company == SentEvents.OnCredits ? "creditsUsed" : "minutesUsed";
        var shown = answer.GetProperty("data").GetProperty("companies")[0].GetProperty("breakdownByCostKey").EnumerateArray().ToDictionary(
            b => b.GetProperty("costKey").GetString()!, b => (b.GetProperty("events").GetInt64(), b.GetProperty(quantity).GetDecimal()));
        Assert.Equal(SentEvents.Expected(company, sent), shown);
    }

    private HttpClient Client(string key)
    {
        var client = new HttpClient { BaseAddress = Process.Url, Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private async Task ProvisionAsync()
    {
        using var admin = new UsageApi(Process.Url, AdminKey);
        await admin.PutAsync("/admin/price-rules/*", new { baseCost = SentEvents.BaseCost, includedMinutes = 0, costPerMinute = SentEvents.CostPerMinute });
        foreach (var id in SentEvents.Companies)
            await admin.PutAsync($"/admin/companies/{id}", new { companyName = id, billingSystem = id == SentEvents.OnCredits ? "credits" : "minutes" });
        _runtime = Client(await admin.RuntimeKeyAsync());
    }

    private async Task SendAsync()
    {
        using var pace = new PeriodicTimer(Pace);
        while (!_stop.IsCancellationRequested && Next() is { } batch)
        {
            // What was begun is finished, after a stop too.
            while (await StatusesAsync(batch) is { Length: 0 } && Answers.Wrong.Count == 0)
                await pace.WaitForNextTickAsync();
            await pace.WaitForNextTickAsync();
        }
    }

    private SentEvents.Event[]? Next()
    {
        lock (_lock)
            return _batches.TryDequeue(out var batch) ? batch : null;
    }

    /// <summary>What became of each event; empty: to be sent again.</summary>
    private async Task<string[]> StatusesAsync(SentEvents.Event[] batch)
    {
        var answer = await Answers.ReadAsync(_runtime!.PostAsJsonAsync(new Uri("/ingest/events", UriKind.Relative), batch.Select(e => e.Json())));
        if (answer is null)
            return [];
        string[] statuses = [.. answer.Value.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("status").GetString()!)];
        if (statuses.Length != batch.Length || statuses.Any(s => s is not ("accepted" or "duplicate")))
            Answers.Note(answer.Value.ToString());
        lock (_lock)
        {
            foreach (var of in batch.Where(e => !e.IsAcknowledged))
            {
                of.Acknowledge();
                _acknowledged[of.CompanyId]++;
            }
        }

        Interlocked.Increment(ref _batchesAcknowledged);
        return statuses;
    }

    private async Task WatchAsync(Func<string, Task> look)
    {
        using var pace = new PeriodicTimer(Pace);
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            await look(SentEvents.Companies[i % SentEvents.Companies.Length]);
            await pace.WaitForNextTickAsync();
        }
    }

    private async Task LookAtUsageAsync(string company)
    {
        var least = Acknowledged(company);
        if (await Answers.ReadAsync(_admin.GetAsync(new Uri(UsageOf(company), UriKind.Relative))) is { } answer)
        {
            NoteIfOff(company, least, answer.GetProperty("data").GetProperty("companies")[0].GetProperty("breakdownByCostKey").EnumerateArray()
                .Sum(b => b.GetProperty("events").GetInt64()));
        }
    }

    private async Task LookAtHistoryAsync(string company)
    {
        var least = Acknowledged(company);
        if (await Answers.ReadAsync(_admin.GetAsync(new Uri($"/billing/history?companyId={company}&pageSize=5", UriKind.Relative))) is { } answer)
            NoteIfOff(company, least, answer.GetProperty("meta").GetProperty("totalCount").GetInt64());
    }

    private long Acknowledged(string company)
    {
        lock (_lock)
            return _acknowledged[company];
    }

    private void NoteIfOff(string company, long acknowledged, long shown)
    {
        if (shown < acknowledged || shown > _sent.All.Count(e => e.CompanyId == company))
            Answers.Note($"{company} shows {shown} events when {acknowledged} had been acknowledged.");
    }

    private string Describe() => string.Join('\n', [.. Answers.Wrong.Take(5), .. Answers.Details, Process.Log[^Math.Min(Process.Log.Length, 4_000)..]]);
}
