using UsageCluster.Actors.Commit;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Tests.Walk;

/// <summary>
/// Clients, an administrator and a saboteur at one company, in an order that the seed picks. The faults: appends fail before or after their
/// commit, arrive late, or find the store unavailable; reads fail; activations double, are dropped or given up at any point; snapshots
/// are lost, damaged, or cannot be kept; rules change and the cache does not hear of it; the queue is too short. Every call is sent
/// again until it is decided, and every answer is checked when it is given.
/// </summary>
internal sealed class RandomWalk
{
    private const int Clients = 5;
    private const int CallsPerClient = 12;
    private const int ResendsMax = 400;
    private static readonly LedgerFault[] Faults = Enum.GetValues<LedgerFault>();

    private readonly Random _random;
    private readonly List<CompanyActor> _actors = [];
    private readonly HashSet<string> _accepted = new(StringComparer.Ordinal);
    private bool _isCalm;
    private int _working;

    public RandomWalk(int seed)
    {
        _random = new Random(seed);
        var ledger = new InMemoryLedger();
        ledger.AddRule(new PriceRule(PriceRule.AnyFocus, 1, 1_000_000, 1_000_000, 333_333, Instant.Always));
        Company = ledger.Create(TestNode.Company, BillingSystem.Minutes, TestNode.Now.Plus(TimeSpan.FromHours(-40)));
        var options = new CompanyActorOptions
        {
            AppendEventsMax = 5,
            PendingEventsMax = 40,
            ReadPageEntriesMax = 4,
            SnapshotEntriesMin = 6,
            SnapshotAtDeactivationEntriesMin = 2,
        };
        Node = new TestNode(options, new GroupCommitOptions { RowsMax = 8 }, seed, ledger);
        ledger.NextDelay = () => _random.Next(4);
        ledger.NextFault = () => Happens(0.15) ? Faults[_random.Next(Faults.Length)] : LedgerFault.None;
        ledger.NextReadFails = () => Happens(0.03);
        Node.Snapshots.NextFails = () => Happens(0.2);
    }

    public TestNode Node { get; }

    public CompanyRecord Company { get; }

    public void Run() => Node.Run(async () =>
    {
        _working = Clients + 1;
        var work = Enumerable.Range(0, Clients).Select(_ => ReportAsync()).Append(AdministerAsync()).Append(SabotageAsync()).ToArray();
        foreach (var task in work)
            await task;
        _isCalm = true;
        Node.Ledger.Late.Open();
        await Node.Loop.Settle();
        await LedgerAudit.CheckAsync(this);
    });

    private bool Happens(double probability) => !_isCalm && _random.NextDouble() < probability;

    private async Task ReportAsync()
    {
        for (var call = 0; call < CallsPerClient; call++)
        {
            var reports = Enumerable.Range(0, _random.Next(1, 13)).Select(_ => AnyEvent()).ToArray();
            if (_random.Next(6) == 0)
                await UntilDecidedAsync(a => a.RecordAsync([.. reports.Select(r => r with { EventId = "tried-" + r.EventId })], dryRun: true));
            else if (_random.Next(3) == 0)
                await RecordAsync(reports[..1], async a => [await a.RecordAsync(reports[0])]);
            else
                await RecordAsync(reports, a => a.RecordAsync(reports, dryRun: false));
            await PauseAsync();
        }

        _working--;
    }

    private async Task RecordAsync(UsageEvent[] reports, Func<CompanyActor, Task<IReadOnlyList<RecordOutcome>>> record)
    {
        var before = Company.Entries.Count;
        var (actor, outcomes) = await UntilDecidedAsync(record);
        Assert.Equal(reports.Length, outcomes.Count);
        for (var i = 0; i < reports.Length; i++)
            CheckAnswer(reports[i], outcomes[i], actor, before);
    }

    private void CheckAnswer(UsageEvent report, RecordOutcome outcome, CompanyActor actor, int versionBefore)
    {
        var booked = Company.Events.GetValueOrDefault(report.EventId);
        switch (outcome)
        {
            case { Status: RecordStatus.Accepted }:
                Assert.True(_accepted.Add(report.EventId), "An event was accepted twice.");
                Assert.True(booked is not null && report.SameReportAs(booked.Event), "An accepted event is not in the ledger.");
                break;
            case { Status: RecordStatus.Duplicate }:
                Assert.True(booked is not null && report.SameReportAs(booked.Event), "A duplicate of something that is not in the ledger.");
                break;
            case { Code: "conflicting_duplicate" }:
                Assert.True(booked is not null && !report.SameReportAs(booked.Event), "A conflict with something that is not in the ledger.");
                break;
            default:
                Assert.True(booked is null || booked.Version > versionBefore, $"{outcome.Code} for an event that had been booked before.");
                break;
        }

        if (booked is not null && outcome.Status != RecordStatus.Rejected && actor.View is { } view)
            Assert.True(view.Version >= booked.Version, "An answer came before the view that shows it.");
    }

    private async Task AdministerAsync()
    {
        for (var change = 0; change < 12; change++)
        {
            await PauseAsync();
            switch (_random.Next(5))
            {
                case 0:
                    Node.Ledger.AddRule(AnyRule(Node.Ledger.Rates.GeneralRules));
                    break;
                case 1:
                    var rule = AnyRule(PriceRuleSet.Empty);
                    await UntilDecidedAsync(a => a.OverridePriceAsync(
                        new PriceRuleUpdate(rule.AgentFocus, rule.BaseCostMicro, 0, rule.CostPerMinuteMicro, rule.EffectiveFrom), TestNode.Stamp));
                    break;
                default:
                    var update = new CompanyUpdate(
                        $"name {_random.Next(3)}",
                        _random.Next(2) == 0 ? BillingSystem.Minutes : BillingSystem.Credits,
                        _random.Next(3) == 0 ? null : AnyInstant(),
                        _random.Next(3) == 0 ? AnyInstant() : null);
                    var (_, outcome) = await UntilDecidedAsync(a => a.ChangeAsync(update, TestNode.Stamp));
                    Assert.Null(outcome.ErrorCode);
                    Assert.Equal((update.CompanyName, update.ClosedAt), (Company.Row.CompanyName, Company.Row.ClosedAt));
                    break;
            }
        }

        _working--;
    }

    private async Task SabotageAsync()
    {
        while (_working > 0)
        {
            await PauseAsync();
            switch (_random.Next(6))
            {
                case 0:
                    await Record.ExceptionAsync(ActivateAsync);
                    break;
                case 1 when _actors.Count > 0:
                    await _actors[_random.Next(_actors.Count)].DeactivateAsync(CancellationToken.None);
                    break;
                case 2 when Node.Snapshots[TestNode.Company] is { } snapshot:
                    Node.Snapshots[TestNode.Company] = Damaged(snapshot);
                    break;
                case 3:
                    Node.Ledger.Late.Close();
                    break;
                case 4:
                    Node.Ledger.Late.Open();
                    break;
                default:
                    Node.Time.Advance(TimeSpan.FromSeconds(_random.Next(60)));
                    break;
            }
        }
    }

    private async Task<(CompanyActor Actor, T Answer)> UntilDecidedAsync<T>(Func<CompanyActor, Task<T>> call)
    {
        for (var resend = 0; resend < ResendsMax; resend++)
        {
            var actor = _actors.Count > 0 && _random.Next(10) > 0 ? _actors[^1] : _actors.Count > 0 ? _actors[_random.Next(_actors.Count)] : null;
            try
            {
                if (actor is null or { View: null })
                    actor = await ActivateAsync();
                return (actor, await call(actor));
            }
            catch (RetryableException)
            {
                await PauseAsync();
            }
        }

        throw new InvalidOperationException("A call is not decided however often it is sent.");
    }

    private async Task<CompanyActor> ActivateAsync()
    {
        var actor = Node.NewActor();
        await actor.ActivateAsync(CancellationToken.None);
        _actors.Add(actor);
        if (_actors.Count > 4)
            _actors.RemoveAt(0);
        return actor;
    }

    private async Task PauseAsync()
    {
        for (var turns = _random.Next(12); turns > 0; turns--)
            await Task.Yield();
    }

    private UsageEvent AnyEvent() => TestNode.Event($"e{_random.Next(120)}", AnyHoursAgo(), _random.Next(3) == 0 ? 90_500 : 60_000) with
    {
        AgentFocus = _random.Next(2) == 0 ? "sales" : null,
        CostKey = _random.Next(3) == 0 ? "chat" : UsageEvent.DefaultCostKey,
        IsTest = _random.Next(10) == 0,
        OccurredAtAssumed = _random.Next(10) == 0,
    };

    private int AnyHoursAgo() => _random.Next(20) switch { 0 => -1, 1 => 60, var hours => hours };

    private Instant AnyInstant() => TestNode.Now.Plus(TimeSpan.FromHours(-_random.Next(-3, 39)));

    private PriceRule AnyRule(PriceRuleSet rules)
    {
        var focus = _random.Next(2) == 0 ? "sales" : PriceRule.AnyFocus;
        var version = rules.Rules.Count(r => r.AgentFocus == focus) + 1;
        return new PriceRule(focus, version, _random.Next(5) * 500_000, 0, _random.Next(5) * 123_457, AnyInstant());
    }

    private SnapshotRecord? Damaged(SnapshotRecord snapshot) => _random.Next(5) switch
    {
        0 => null,
        1 => snapshot with { Version = snapshot.Version + _random.Next(1, 50) },
        2 => snapshot with { Hash = [.. snapshot.Hash.Reverse()] },
        3 => snapshot with { Version = Math.Max(1, snapshot.Version - 1) },
        _ => snapshot with { Books = [.. snapshot.Books.Select((b, i) => i == snapshot.Books.Length / 2 ? (byte)~b : b)] },
    };
}
