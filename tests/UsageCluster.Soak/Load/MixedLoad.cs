using System.Collections.Concurrent;
using UsageCluster.Soak.Measures;
using UsageCluster.Soak.Model;
using UsageCluster.Soak.Runs;

namespace UsageCluster.Soak.Load;

/// <summary>The calls of a run: which, about what and with what content follows from the seed.</summary>
internal sealed class MixedLoad(int seed, IReadOnlyList<Group> groups, Writes writes, Reads reads)
{
    private const int BatchMax = 40;

    // Of 1,000 calls.
    private static readonly (int Share, CallKind Kind)[] Mix =
    [
        (200, CallKind.One), (160, CallKind.Batch), (60, CallKind.Duplicate), (220, CallKind.Company), (90, CallKind.Ats), (60, CallKind.Series),
        (40, CallKind.Monthly), (50, CallKind.History), (30, CallKind.Explain), (10, CallKind.Export), (40, CallKind.Event), (30, CallKind.Correction),
        (10, CallKind.Admin),
    ];

    private static readonly string[] CostKeys = ["interview_minutes", "voice_agent"];

    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<string, Group> _alerts = [];
    private int _number;

    /// <summary>Alerts that were made, all of which must fire.</summary>
    public IReadOnlyDictionary<string, Group> Alerts => _alerts;

    /// <summary>Makes the next call. Not from several threads at once: chance is drawn before anything is awaited.</summary>
    public Task NextAsync(TimeSpan due)
    {
        var group = Any(groups);
        var company = Any([.. group.All]);
        var (from, to) = AnyDays(group);
        return AnyKind() switch
        {
            CallKind.One => writes.IngestAsync(CallKind.One, group, NewEvents(group, 1), due),
            CallKind.Batch => writes.IngestAsync(CallKind.Batch, group, NewEvents(group, _random.Next(2, BatchMax)), due),
            CallKind.Duplicate => AnyAcknowledged(company) is { } of ? writes.IngestAsync(CallKind.Duplicate, group, [of], due) : Task.CompletedTask,
            CallKind.Company => reads.CompanyAsync(group, company, from, to, due),
            CallKind.Ats => reads.AtsAsync(group, from, to, due),
            CallKind.Series => reads.SeriesAsync(group, company, from, to, due),
            CallKind.Monthly => reads.MonthlyAsync(group, company, due),
            CallKind.History => reads.HistoryAsync(group, company, from, to, due),
            CallKind.Explain => reads.ExplainAsync(group, company, Any(CostKeys), from, to, due),
            CallKind.Export => reads.ExportAsync(group, company, from, to, due),
            CallKind.Event => AnyAcknowledged(company) is { } of ? reads.EventAsync(group, of, due) : Task.CompletedTask,
            CallKind.Correction => CorrectAsync(group, company, due),
            _ => AdminAsync(group, due),
        };
    }

    /// <summary>Clients that hang up; what they reported is sent again, as ever.</summary>
    public async Task HangUpAsync(Random random, RunClock clock)
    {
        List<Task> calls = [];
        for (var i = 0; i < 40; i++)
        {
            var group = groups[random.Next(groups.Count)];
            var company = group.Companies[random.Next(group.Companies.Count)];
            var after = TimeSpan.FromMilliseconds(random.Next(1, 40));
            if (random.Next(2) == 0)
            {
                var sent = company.Send(Id(random), CostKeys[0], group.Start.AddSeconds(-random.Next(3_600)), random.Next(1, 600_000));
                if (sent is not null)
                    calls.Add(ReportTwiceAsync(group, sent, after, clock));
            }
            else
            {
                var call = new Call(CallKind.Export, group, HttpMethod.Get, $"/billing/history?from={group.FirstDay:yyyy-MM-dd}", group.AtsKey) { Accept = "text/csv" };
                calls.Add(Caller.HangUpAsync(call, after));
            }
        }

        await Task.WhenAll(calls);
    }

    private async Task ReportTwiceAsync(Group group, ModelEvent sent, TimeSpan after, RunClock clock)
    {
        await Caller.HangUpAsync(Writes.IngestCall(CallKind.One, group, [sent]), after);
        await writes.IngestAsync(CallKind.Retry, group, [sent], clock.Now);
    }

    private CallKind AnyKind()
    {
        var roll = _random.Next(Mix.Sum(m => m.Share));
        foreach (var (share, kind) in Mix)
        {
            if ((roll -= share) < 0)
                return kind;
        }

        return CallKind.Admin;
    }

    private List<ModelEvent> NewEvents(Group group, int count)
    {
        List<ModelEvent> events = [];
        while (events.Count < count)
        {
            // A third is of the last hour, the rest of 40 days: of months that are closed too.
            var ago = TimeSpan.FromMilliseconds(_random.Next(3) == 0 ? _random.Next(3_600_000) : _random.NextInt64((Group.Days - 1) * 86_400_000L));
            var occurredAt = new DateTime((group.Start - ago).Ticks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
            if (Any([.. group.All]).Send(Id(_random), Any(CostKeys), occurredAt, _random.Next(1, 3_600_000)) is { } made)
                events.Add(made);
        }

        return events;
    }

    private Task CorrectAsync(Group group, CompanyModel company, TimeSpan due)
    {
        var id = Id(_random);
        var correction = company.Correct(id, _random.Next(int.MaxValue), _random.Next(2) == 0 ? null : _random.Next(1, 3_600_000));
        return correction is null ? Task.CompletedTask : writes.CorrectAsync(group, company, correction, due);
    }

    private Task AdminAsync(Group group, TimeSpan due)
    {
        switch (_random.Next(group.WebhookId is null ? 4 : 5))
        {
            case 0:
                var switching = Any(group.Switching);
                return switching.BeginSwitch(group.FirstDay, group.Start) is { } to ? writes.SwitchAsync(group, switching, to, due) : Task.CompletedTask;
            case 1:
                return writes.PlanAsync(group, Any(group.Companies), _random.Next(2) == 0 ? "small" : "large", group.FirstDay.AddDays(_random.Next(Group.Days)), due);
            case 2:
                return writes.TopUpAsync(group, Any(group.Companies), Id(_random), due);
            case 3:
                if (group.Membership % 2 != 0)
                    return Task.CompletedTask;
                var comes = !group.HasGuest;
                group.ChangeMembership();
                return writes.MembershipAsync(group, comes, due);
            default:
                return AlertAsync(group, Any(group.OnMinutes), Id(_random), due);
        }
    }

    private async Task AlertAsync(Group group, CompanyModel company, string id, TimeSpan due)
    {
        if (await writes.AlertAsync(group, company, id, due))
            _alerts[id] = group;
    }

    private ModelEvent? AnyAcknowledged(CompanyModel company) =>
        company.AnyEvent(_random.Next(int.MaxValue)) is { IsAcknowledged: true } of ? of : null;

    private (DateTime From, DateTime To) AnyDays(Group group)
    {
        var (a, b) = (_random.Next(Group.Days + 1), _random.Next(Group.Days + 1));
        return (group.FirstDay.AddDays(Math.Min(a, b)), group.FirstDay.AddDays(Math.Max(a, b) + 1));
    }

    private T Any<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    // Some ids are UUIDs, some are text: they are stored in different ways.
    private string Id(Random random)
    {
        var number = Interlocked.Increment(ref _number);
        return number % 3 == 0 ? new Guid(number, (short)random.Next(32_768), (short)seed, 8, 7, 6, 5, 4, 3, 2, 1).ToString() : $"soak-{seed}-{number}";
    }
}
