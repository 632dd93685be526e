using System.Globalization;
using System.Text.Json;
using UsageCluster.Soak.Load;
using UsageCluster.Soak.Measures;
using UsageCluster.Soak.Model;
using UsageCluster.Soak.Servers;
using UsageCluster.TestKit.Network;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Soak.Runs;

/// <summary>What must hold when all calls are answered: every figure, every event, every alert, and the ledgers themselves.</summary>
internal sealed class FinalChecks(IReadOnlyList<Group> groups, Caller caller, Findings findings, RunClock clock, CancellationToken end)
{
    private const int RangesPerCompany = 5, ResendMax = 1_000;

    private static readonly TimeSpan AuditMax = TimeSpan.FromMinutes(10), AlertMax = TimeSpan.FromSeconds(60);

    /// <summary>How many events were acknowledged.</summary>
    public async Task<int> EventsAsync(Random random)
    {
        var count = 0;
        foreach (var group in groups)
        {
            foreach (var company in group.All)
            {
                await RowsAsync(group, company);
                for (var i = 0; i < RangesPerCompany; i++)
                    await RangeAsync(group, [company], group.KeyOf(company), AnyRange(group, random));
            }

            for (var i = 0; i < RangesPerCompany; i++)
                await RangeAsync(group, [.. group.Companies, .. group.HasGuest ? new[] { group.Guest } : []], group.AtsKey, AnyRange(group, random));
            count += await ResendAsync(group);
        }

        return count;
    }

    /// <summary>Every alert has fired, once in each period.</summary>
    public async Task AlertsAsync(WebhookReceiver receiver, IEnumerable<string> alerts)
    {
        var until = clock.Now + AlertMax;
        foreach (var alert in alerts)
        {
            ILookup<string, string> byPeriod;
            while ((byPeriod = Deliveries(receiver, alert)).Count == 0 && clock.Now < until)
                await RunClock.PauseAsync(TimeSpan.FromMilliseconds(200));
            if (byPeriod.Count == 0)
                findings.Add($"Alert {alert} has not fired.");
            foreach (var period in byPeriod.Where(p => p.Distinct().Count() > 1))
                findings.Add($"Alert {alert} has fired {period.Distinct().Count()} times in {period.Key}.");
        }
    }

    /// <summary><c>usage audit</c> beside the servers; what it said.</summary>
    public async Task<string> AuditAsync(World world)
    {
        List<string> said = [];
        foreach (var store in world.Audits)
        {
            var run = await ProgramRun.OfUsageAsync(AuditMax, ["audit", .. store]);
            if (run.ExitCode != 0)
                findings.Add($"usage audit ended with {run.ExitCode}: {run.Output} {run.Errors}");
            said.Add($"exit code {run.ExitCode}: {run.Output.Trim().Split('\n')[^1]}");
        }

        return string.Join("; ", said);
    }

    /// <summary>Both servers end in order.</summary>
    public async Task StopAsync(World world)
    {
        foreach (var site in (Site[])[world.Steady, world.Exposed])
        {
            if (site.ProcessId is null)
                findings.Add($"The {site.Name} server is not there at the end.");
            else if (await site.StopAsync() is var exitCode and not 0)
                findings.Add($"The {site.Name} server ended with {exitCode} when it was told to end.");
        }
    }

    private static ILookup<string, string> Deliveries(WebhookReceiver receiver, string alert) => receiver.Calls
        .Where(c => c.Type == "usage.alert" && c.Data.GetProperty("alertId").GetString() == alert)
        .ToLookup(c => c.Data.GetProperty("period").GetString()!, c => c.Id);

    private static (DateTime From, DateTime To) AnyRange(Group group, Random random)
    {
        DateTime Any() => group.FirstDay.AddMilliseconds(random.NextInt64((Group.Days + 1) * 86_400_000L));
        var (a, b) = (Any(), Any());
        return a < b ? (a, b) : (b, a.AddMilliseconds(1));
    }

    /// <summary>The plain sums of the events of a range, event by event, are what the server answers.</summary>
    private async Task RangeAsync(Group group, IReadOnlyList<CompanyModel> companies, string key, (DateTime From, DateTime To) range)
    {
        var path = string.Create(
            CultureInfo.InvariantCulture, $"/billing/usage?start={range.From:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}&end={range.To:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}");
        if (await AnswerAsync(group, path, key) is not { } body)
            return;
        var shown = Answers.Usage(body);
        foreach (var company in companies)
        {
            var lines = shown.GetValueOrDefault(company.Id) ?? [];
            var expected = company.Events.Where(e => e.OccurredAt >= range.From && e.OccurredAt < range.To && e.Final is not null).ToLookup(e => e.Line);
            foreach (var line in lines.Keys.Union(expected.Select(e => e.Key)))
            {
                var sum = expected[line].Sum(e => e.Final!.Value);
                var quantity = line.OnCredits ? sum / 1_000_000m : Math.Round(sum / 60_000m, 6, MidpointRounding.AwayFromZero);
                var right = (Events: expected[line].LongCount(), Quantity: quantity);
                if (lines.GetValueOrDefault(line) != right)
                    findings.Add($"{path}: {company.Id}, {line}: {lines.GetValueOrDefault(line)} where {right} is right.");
            }
        }
    }

    /// <summary>The history has each event once, and nothing else.</summary>
    private async Task RowsAsync(Group group, CompanyModel company)
    {
        var path = $"/billing/history?from={group.FirstDay:yyyy-MM-dd}&to={group.Start.AddDays(1):yyyy-MM-dd}";
        if (await AnswerAsync(group, path, group.KeyOf(company), "application/x-ndjson") is not { } body)
            return;
        var rows = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => JsonElement.Parse(row)).ToList();
        var shown = rows.Where(r => r.GetProperty("kind").GetString() == "usage").CountBy(r => r.GetProperty("eventId").GetString()!).ToDictionary();
        var events = company.Events;
        foreach (var of in events.Where(e => !shown.ContainsKey(e.EventId)))
            findings.Add($"{company.Id}: {of.EventId} was acknowledged and has no row.");
        foreach (var (id, _) in shown.Where(s => s.Value > 1))
            findings.Add($"{company.Id}: {id} has several rows.");
        if (shown.Count > events.Count)
            findings.Add($"{company.Id}: there are rows of {shown.Count} events where {events.Count} were sent.");
        if (rows.Count - shown.Values.Sum() is var corrections && corrections != events.Count(e => e.IsCorrected))
            findings.Add($"{company.Id}: there are rows of {corrections} corrections where {events.Count(e => e.IsCorrected)} were acknowledged.");
    }

    /// <summary>All events again: each is a duplicate. Returns how many there are.</summary>
    private async Task<int> ResendAsync(Group group)
    {
        var all = group.All.SelectMany(c => c.Events).ToList();
        foreach (var batch in all.Chunk(ResendMax))
        {
            if (await caller.SendUntilAnsweredAsync(Writes.IngestCall(CallKind.Duplicate, group, batch), clock.Now, end) is not { } answer)
                continue;
            foreach (var (status, of) in Answers.Statuses(answer.Body).Zip(batch).Where(pair => pair.First != "duplicate"))
                findings.Add($"{of.EventId} of {of.CompanyId} was acknowledged and is {status}.");
        }

        return all.Count;
    }

    private async Task<string?> AnswerAsync(Group group, string path, string key, string? accept = null)
    {
        var call = new Call(CallKind.Company, group, HttpMethod.Get, path, key) { Accept = accept };
        return (await caller.SendUntilAnsweredAsync(call, clock.Now, end))?.Body;
    }
}
