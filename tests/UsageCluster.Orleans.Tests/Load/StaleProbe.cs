using System.Collections.Concurrent;
using System.Net;
using UsageCluster.Orleans.Tests.Cluster;

namespace UsageCluster.Orleans.Tests.Load;

/// <summary>
/// Asks one silo, which clients are not sent to any more, for every company and the ATS, over and over: what it answers must be as fresh as any
/// answer, or no answer.
/// </summary>
internal sealed class StaleProbe(Traffic traffic, SiloNode silo)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, int> _answers = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>What came back, by status.</summary>
    public string Summary => string.Join(", ", _answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Value} × {a.Key}"));

    /// <summary>Answers that told figures.</summary>
    public int Told => _answers.GetValueOrDefault(nameof(HttpStatusCode.OK));

    public void Start() => _running = RunAsync();

    /// <summary>Ends; a stale or otherwise wrong answer fails the test.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        Assert.Empty(_faults);
    }

    /// <summary>One question for each company and one for the ATS, all at once.</summary>
    public Task AskAllAsync() => Task.WhenAll(traffic.All.Select(AskAsync).Append(AskAtsAsync()));

    private async Task RunAsync()
    {
        using var pace = new PeriodicTimer(Pace);
        try
        {
            while (await pace.WaitForNextTickAsync(_stop.Token))
                await AskAllAsync();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private Task AskAsync(LoadedCompany company) =>
        AskAsync(new ReadCheck(company), $"/billing/usage?companyId={company.Id}&{Traffic.Range}", null);

    private Task AskAtsAsync() => AskAsync(new ReadCheck(traffic.All), $"/billing/usage?{Traffic.Range}", traffic.AtsKey);

    private async Task AskAsync(ReadCheck check, string path, string? key)
    {
        using var limit = new CancellationTokenSource(Patience);
        string status;
        try
        {
            var answer = await silo.Api.TryAsync(HttpMethod.Get, path, null, key, limit.Token);
            status = answer.Status?.ToString() ?? "no connection";
            if (answer.Status == HttpStatusCode.OK && check.FaultOf(answer.Text) is { } fault)
                _faults.Enqueue($"{silo.Name}: {fault}");
            else if (answer.Status is not (null or HttpStatusCode.OK) && !answer.AsksToRetry)
                _faults.Enqueue($"{silo.Name} answers {answer.Status} {answer.Text}");
        }
        catch (OperationCanceledException)
        {
            status = "no answer";
        }

        _answers.AddOrUpdate(status, 1, (_, count) => count + 1);
    }
}
