using System.Globalization;
using System.Text.Json;
using UsageCluster.Soak.Measures;
using UsageCluster.Soak.Model;
using UsageCluster.Soak.Runs;
using UsageCluster.Soak.Servers;

namespace UsageCluster.Soak.Load;

/// <summary>
/// What clients read. Each answer must hold what was acknowledged before the call, and nothing that was not sent; where nothing was in flight it must be
/// exact.
/// </summary>
internal sealed class Reads(Caller caller, Findings findings)
{
    private int _exact;
    private int _bounded;

    /// <summary>Answers that had to be one figure.</summary>
    public int Exact => Volatile.Read(ref _exact);

    /// <summary>Answers that had to lie between two, since something was in flight.</summary>
    public int Bounded => Volatile.Read(ref _bounded);

    public Task CompanyAsync(Group group, CompanyModel company, DateTime from, DateTime to, TimeSpan due) => CheckAsync(
        Of(CallKind.Company, group, $"/billing/usage?{Range("start", from, "end", to)}", group.KeyOf(company)),
        company,
        from,
        to,
        due,
        (expected, body) => expected.FaultsOf(Answers.Usage(body).GetValueOrDefault(company.Id) ?? []));

    public Task SeriesAsync(Group group, CompanyModel company, DateTime from, DateTime to, TimeSpan due) => CheckAsync(
        Of(CallKind.Series, group, $"/billing/usage/series?{Range("start", from, "end", to)}&granularity=day&groupBy=costKey", group.KeyOf(company)),
        company,
        from,
        to,
        due,
        (expected, body) =>
        {
            var shown = Answers.Series(body);
            return [expected.FaultOfEvents(shown.Values.Sum()), .. shown.Select(s => expected.FaultOfEvents(s.Value, s.Key))];
        });

    public Task HistoryAsync(Group group, CompanyModel company, DateTime from, DateTime to, TimeSpan due) => CheckAsync(
        Of(CallKind.History, group, $"/billing/history?{Range("from", from, "to", to)}&pageSize=50", group.KeyOf(company)),
        company,
        from,
        to,
        due,
        (expected, body) => [expected.FaultOfRows(Answers.TotalCount(body))]);

    public Task ExplainAsync(Group group, CompanyModel company, string costKey, DateTime from, DateTime to, TimeSpan due) => CheckAsync(
        Of(CallKind.Explain, group, $"/billing/usage/explain?{Range("start", from, "end", to)}&costKey={costKey}&pageSize=50", group.KeyOf(company)),
        company,
        from,
        to,
        due,
        (expected, body) => [expected.FaultOfRows(Answers.TotalCount(body), costKey)]);

    public Task ExportAsync(Group group, CompanyModel company, DateTime from, DateTime to, TimeSpan due) => CheckAsync(
        Of(CallKind.Export, group, $"/billing/history?{Range("from", from, "to", to)}", group.KeyOf(company)) with { Accept = "application/x-ndjson" },
        company,
        from,
        to,
        due,
        (expected, body) => [expected.FaultOfRows(body.AsSpan().Count('\n'))]);

    /// <summary>Pages of monthly rows: that they come. Their figures are the audit's.</summary>
    public Task MonthlyAsync(Group group, CompanyModel company, TimeSpan due) => caller.SendAsync(
        Of(CallKind.Monthly, group, $"/billing/usage/monthly?from={group.FirstDay:yyyy-MM}&to={group.Start:yyyy-MM}&per_page=100", group.KeyOf(company)), due);

    /// <summary>One event that was acknowledged must be there, as it was sent.</summary>
    public async Task EventAsync(Group group, ModelEvent of, TimeSpan due)
    {
        var path = $"/ingest/events?companyId={of.CompanyId}&eventId={of.EventId}";
        var answer = await caller.SendAsync(Of(CallKind.Event, group, path, Site.AdminKey), due);
        if (answer.IsSuccess && !answer.Body.Contains(of.EventId, StringComparison.Ordinal))
            findings.Add($"{path}: {answer.Body}");
    }

    public async Task AtsAsync(Group group, DateTime from, DateTime to, TimeSpan due)
    {
        var (membership, hadGuest) = (group.Membership, group.HasGuest);
        var before = group.All.ToDictionary(c => c, c => c.Sum(from, to));
        var answer = await caller.SendAsync(Of(CallKind.Ats, group, $"/billing/usage?{Range("start", from, "end", to)}", group.AtsKey), due);
        if (!answer.IsSuccess)
            return;
        var shown = Answers.Usage(answer.Body);
        foreach (var company in group.Companies.Where(c => !shown.ContainsKey(c.Id)))
            findings.Add($"{group.AtsId}'s report lacks {company.Id}.");
        if (membership % 2 == 0 && membership == group.Membership && shown.ContainsKey(group.Guest.Id) != hadGuest)
            findings.Add($"{group.AtsId}'s report {(hadGuest ? "lacks" : "shows")} {group.Guest.Id}, whose membership was changed before.");
        foreach (var company in group.All.Where(c => shown.ContainsKey(c.Id)))
        {
            var expected = new Expectation(company.Id, before[company], company.Sum(from, to));
            Note(expected, expected.FaultsOf(shown[company.Id]), "/billing/usage of " + group.AtsId);
        }
    }

    private static Call Of(CallKind kind, Group group, string path, string key) => new(kind, group, HttpMethod.Get, path, key);

    private static string Range(string from, DateTime start, string to, DateTime end) => string.Create(
        CultureInfo.InvariantCulture, $"{from}={start:yyyy-MM-dd}&{to}={end:yyyy-MM-dd}");

    private async Task CheckAsync(
        Call call, CompanyModel company, DateTime from, DateTime to, TimeSpan due, Func<Expectation, string, IEnumerable<string?>> faults)
    {
        var before = company.Sum(from, to);
        var answer = await caller.SendAsync(call, due);
        if (!answer.IsSuccess)
            return;
        var expected = new Expectation(company.Id, before, company.Sum(from, to));
        try
        {
            Note(expected, faults(expected, answer.Body), call.Path);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            findings.Add($"{call.Path} was answered in a form that cannot be read: {unreadable.Message}");
        }
    }

    private void Note(Expectation expected, IEnumerable<string?> faults, string path)
    {
        if (expected.IsExact)
            Interlocked.Increment(ref _exact);
        else
            Interlocked.Increment(ref _bounded);
        foreach (var fault in faults.OfType<string>())
            findings.Add($"{path}: {fault}");
    }
}
