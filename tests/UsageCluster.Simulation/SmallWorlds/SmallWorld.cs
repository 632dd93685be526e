using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Commit;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Simulation.Checks;
using UsageCluster.Simulation.Clients;
using UsageCluster.Simulation.Schedules;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.SmallWorlds;

/// <summary>
/// Two activations of one company on two nodes; two events at the first and one at the second; the first one's process crashes, or not; its first event
/// is sent again, to the second. What can happen next is chosen: a call arrives at its actor, a call of an actor to the ledger is judged, or lost, an answer
/// of the ledger arrives, the crash. Turns of the actors between are taken at once: they touch nothing that is shared. Where a world comes to a state that
/// was seen before, all that can follow was seen or will be, and it is left.
/// </summary>
internal sealed class SmallWorld : IRates
{
    private static readonly CompanyActorOptions Bounds = new() { SnapshotAtDeactivationEntriesMin = 1_000 };

    private readonly Choices _choices;
    private readonly HashSet<string> _seen;
    private readonly Findings _findings = new();
    private readonly Turns _turns = new(new Rng(1), new Trace());
    private readonly InMemoryLedger _ledger;
    private readonly CompanyModel _model;
    private readonly HashSet<UsageEvent> _sent = [];
    private readonly Dictionary<string, int> _accepted = new(StringComparer.Ordinal);
    private readonly List<(string What, Action Happen)> _next = [];
    private readonly List<string> _happened = [];
    private long _floor;

    /// <param name="choices">What happens next, each time.</param>
    /// <param name="seen">States that were seen.</param>
    /// <param name="ledger">A new ledger.</param>
    public SmallWorld(Choices choices, HashSet<string> seen, InMemoryLedger ledger)
    {
        (_choices, _seen, _ledger) = (choices, seen, ledger);
        _ledger.NextDelay = () => 0;
        _model = new CompanyModel(_ledger.Create("acme", BillingSystem.Minutes), _sent, _findings);
    }

    /// <summary>What happened, in order.</summary>
    public IReadOnlyList<string> Happened => _happened;

    public ValueTask<RateBook> RatesAsync(long? newerThan, CancellationToken cancellationToken) => new(_ledger.Rates);

    /// <summary>Runs until nothing is left to happen; what was wrong, null: nothing.</summary>
    public Violation? Run()
    {
        var (first, second) = (new Actor(this, "A"), new Actor(this, "B"));
        Send(first, 1, "e1");
        Send(first, 2, "e2");
        Send(second, 3, "e3");
        Send(second, 1, "e1 again");
        May("A crashes", first.Crash);
        while (_next.Count > 0 && _findings.First is null)
        {
            if (!_choices.IsRepeating && !_seen.Add(State(first, second)))
                return null;
            var chosen = _choices.Next(_next.Count);
            var (what, happen) = _next[chosen];
            _next.RemoveAt(chosen);
            _happened.Add(what);
            happen();
            Settle();
            Look(first);
            Look(second);
        }

        foreach (var (eventId, _) in _accepted)
            _findings.Check(_model.Events.ContainsKey(eventId), "I1", $"{eventId} was accepted and is not in the ledger.");
        return _findings.First;
    }

    /// <summary>
    /// What all that can follow depends on: what is in the ledger, what has come to each actor and in which order, and what is on its way.
    /// </summary>
    private string State(Actor first, Actor second)
    {
        var entries = _ledger.Companies[0].Entries.Select(e => e.Entry.UniqueId);
        return string.Join('|', [.. entries, $"{_ledger.Companies[0].Epoch}", .. first.Heard, "B", .. second.Heard, "next", .. _next.Select(n => n.What)]);
    }

    private void Settle()
    {
        while (_turns.Next())
        {
        }
    }

    private void May(string what, Action happen)
    {
        _next.Add((what, happen));
        _next.Sort(static (a, b) => string.CompareOrdinal(a.What, b.What));
    }

    private void Send(Actor to, int number, string what)
    {
        var report = Samples.Event("acme", number, 0) with { IsTest = false, OccurredAt = Instant.From(Cluster.Start).Plus(TimeSpan.FromHours(-number)) };
        _sent.Add(report);
        May($"{what} arrives at {to.Name}", () =>
        {
            to.Heard.Add(what);
            to.Process.Post(() => _ = RecordAsync(to, report));
        });
    }

    private async Task RecordAsync(Actor to, UsageEvent report)
    {
        try
        {
            var actor = await to.EnterAsync();
            var outcome = await actor.RecordAsync(report);
            _model.CatchUp(_ledger.Rates.Plans);
            var booked = _model.Events.GetValueOrDefault(report.EventId);
            _findings.Check(booked is not null, "I1", $"{report.EventId} was answered {outcome.Status} and is not in the ledger.");
            if (outcome.Status == RecordStatus.Accepted)
                _findings.Check(_accepted.TryAdd(report.EventId, 1), "I1", $"{report.EventId} was accepted twice.");
            _floor = Math.Max(_floor, booked?.Version ?? 0);
            _findings.Check(actor.View is null || actor.View.Version >= booked?.Version, "rule 11", $"{report.EventId} was answered before its view.");
        }
        catch (RetryableException)
        {
            // Not decided; that it may be sent again is what the second e1 is about.
        }
    }

    private void Look(Actor actor)
    {
        _model.CatchUp(_ledger.Rates.Plans);
        foreach (var violation in _ledger.Violations)
            _findings.Add("port", violation);
        if (actor.Shown is not { } view)
            return;
        var all = new TimeRange(Instant.Earliest, Instant.Latest);
        _findings.Check(view.Version <= _model.Version, "I1", $"{actor.Name} shows version {view.Version} of {_model.Version}.");
        if (NaiveFigures.Difference(_model, view.Report(all), all) is { } difference)
            _findings.Add("I2", difference);
    }

    private sealed class Actor
    {
        private readonly SmallWorld _world;
        private readonly CompanyServices _services;
        private CompanyActor? _actor;
        private Task _ready = Task.CompletedTask;

        public Actor(SmallWorld world, string name)
        {
            (_world, Name) = (world, name);
            Process = world._turns.Start(name, Cluster.Start);
            var ledger = new ChosenLedger(this, world);
            _services = new CompanyServices(
                new EndlessLease(), ledger, new NoSnapshots(), new GroupCommit(ledger, Process, new GroupCommitOptions(), Process.Time), world,
                world._ledger, Process.Time, Bounds, NullLogger.Instance);
        }

        public string Name { get; }

        public Process Process { get; }

        /// <summary>What has come to it, in order: its state follows from that.</summary>
        public List<string> Heard { get; } = [];

        public Core.Books.CompanyView? Shown => Process.HasEnded ? null : _actor?.View;

        public async Task<CompanyActor> EnterAsync()
        {
            if (_actor is null || _actor.IsBroken || _ready.IsFaulted)
            {
                _actor = new CompanyActor("acme", _services);
                _ready = _actor.ActivateAsync(CancellationToken.None);
            }

            await _ready;
            return _actor;
        }

        public void Crash()
        {
            Heard.Add("crash");
            _world._turns.End(Process);
        }

        /// <summary>A call to the ledger: it is judged, and lost or not, by choice; then its answer comes, by choice.</summary>
        public async Task<T> CallAsync<T>(string what, bool mayBeLost, Func<Task<T>> judge, Func<T, string> inWords)
        {
            var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            _world.May($"{Name}'s {what} is judged", () =>
            {
                var result = judge().GetAwaiter().GetResult();
                if (mayBeLost && _world._choices.Next(2) == 1)
                    _world.May($"{Name}'s {what} is lost", () => Hear($"{what} lost", () => answer.TrySetException(new TimeoutException("Lost."))));
                else
                    _world.May($"{Name}'s {what} is answered: {inWords(result)}", () => Hear($"{what} {inWords(result)}", () => answer.TrySetResult(result)));
            });
            return await answer.Task;
        }

        private void Hear(string what, Action tell)
        {
            Heard.Add(what);
            tell();
        }
    }

    private sealed class NoSnapshots : ISnapshots
    {
        public Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken) => Task.FromResult<SnapshotRecord?>(null);

        public Task<IReadOnlyList<byte[]>?> ReadAsync(
            string companyId, long version, IReadOnlyList<SnapshotRange> ranges, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<byte[]>?>(null);

        public Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Taking an epoch and appending are choices; what only reads is answered at once.</summary>
    private sealed class ChosenLedger(Actor actor, SmallWorld world) : Canaries.LedgerDecorator(world._ledger)
    {
        public override Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken) =>
            actor.CallAsync(
                "activation", mayBeLost: false, () => Right.ActivateAsync(companyId, leaseNo, cancellationToken), a => $"{a?.Epoch} {a?.Version}");

        public override Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken) =>
            actor.CallAsync(
                $"append of {string.Join(", ", requests[0].Entries.Select(e => e.Entry.UniqueId))} at {requests[0].Epoch} {requests[0].ExpectedVersion}",
                mayBeLost: true,
                () => Right.AppendAsync(requests, cancellationToken),
                results => $"{results[0].Status} {string.Join(", ", results[0].DuplicateEventIds)}");
    }
}
