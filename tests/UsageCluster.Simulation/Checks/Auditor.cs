using UsageCluster.Actors.Companies;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Simulation.Schedules;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Checks;

/// <summary>
/// Looks at the whole cluster after each step: what was committed meanwhile must follow from what was there, and every view that any node shows must have
/// what was acknowledged, nothing that is not committed, and the figures of a plain loop.
/// </summary>
internal sealed class Auditor
{
    private readonly Cluster _cluster;
    private readonly Trace _trace;
    private readonly Rng _rng;
    private readonly SortedDictionary<string, CompanyModel> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _floors = new(StringComparer.Ordinal);
    private readonly Dictionary<CompanyActor, CompanyView> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<UsageEvent> _sent = [];

    public Auditor(Cluster cluster, Findings findings, Trace trace)
    {
        (_cluster, Findings, _trace) = (cluster, findings, trace);
        _rng = cluster.Random.Split(3);
        foreach (var company in cluster.Ledger.Companies)
            _models.Add(company.Row.CompanyId, new CompanyModel(company, _sent, findings));
    }

    public Findings Findings { get; }

    /// <summary>Views whose figures were looked at.</summary>
    public long Views { get; private set; }

    public CompanyModel Of(string companyId) => _models[companyId];

    /// <summary>An event is about to be sent, to be booked.</summary>
    public void Sent(IEnumerable<UsageEvent> reports) => _sent.UnionWith(reports);

    public Before Begin(string companyId)
    {
        CatchUp();
        return new Before(_cluster.Turns.Now, Of(companyId).Version, _floors.GetValueOrDefault(companyId));
    }

    /// <summary>Somebody was told of an entry: whoever reads from now on sees it.</summary>
    public void Acknowledge(string companyId, long version) => _floors[companyId] = Math.Max(_floors.GetValueOrDefault(companyId), version);

    /// <summary>After each step.</summary>
    public void Look()
    {
        CatchUp();
        foreach (var violation in _cluster.Ledger.Violations)
            Findings.Add("port", violation);
        foreach (var node in _cluster.Nodes)
        {
            // Nobody can read from one that stands still; when it goes on it looks at its lease first.
            if (node.Current is not { Process.IsPaused: false } process)
                continue;
            foreach (var actor in process.Shown)
            {
                if (actor.View is { } view)
                    Look(node, actor, view);
            }
        }
    }

    /// <summary>A report that was given: of the company, of all that was acknowledged before, and exact.</summary>
    public void Check(string companyId, CompanyReport report, TimeRange range, Before before)
    {
        CatchUp();
        Findings.Check(report.CompanyId == companyId, "I6", $"A report of {companyId} is of {report.CompanyId}.");
        Findings.Check(
            report.Version >= before.Floor, "rule 11", $"A report of {companyId} is of version {report.Version}, after {before.Floor} was acknowledged.");
        if (NaiveFigures.Difference(Of(companyId), report, range) is { } difference)
            Findings.Add("I2", difference);
    }

    /// <summary>Instants around which something happens.</summary>
    public static Instant AnyInstant(Rng rng) => Instant.From(Cluster.Start).Plus(TimeSpan.FromHours(rng.Next(-1_500, 60)));

    public static TimeRange AnyRange(Rng rng)
    {
        if (rng.OneIn(3))
            return new TimeRange(Instant.Earliest, Instant.Latest);
        var (a, b) = (AnyInstant(rng), AnyInstant(rng));
        return a == b ? new TimeRange(a, b.Plus(TimeSpan.FromTicks(1))) : new TimeRange(a < b ? a : b, a < b ? b : a);
    }

    public void CatchUp()
    {
        foreach (var model in _models.Values)
        {
            var version = model.Version;
            if (!model.CatchUp(_cluster.Ledger.Rates.Plans))
                continue;
            for (; version < model.Version; version++)
                _trace.Say(_cluster.Turns.Now, $"    {model.CompanyId} {version + 1}: {model.EntryAt(version + 1).Kind}");
        }
    }

    private void Look(Node node, CompanyActor actor, CompanyView view)
    {
        var floor = _floors.GetValueOrDefault(actor.CompanyId);
        if (view.Version < floor)
            Findings.Add("rule 11", $"{node.Name} shows {actor.CompanyId} at version {view.Version}, after {floor} was acknowledged.");
        if (_seen.GetValueOrDefault(actor) == view)
            return;
        _seen[actor] = view;
        Look(view);
    }

    private void Look(CompanyView view)
    {
        Views++;
        var model = Of(view.CompanyId);
        Findings.Check(view.Version <= model.Version, "I1", $"A view of {view.CompanyId} shows version {view.Version} of {model.Version} that are committed.");
        // A part and its two halves: I2 and I4; by line and interval, and row by row: I7.
        var (whole, middle) = (AnyRange(_rng), AnyInstant(_rng));
        Figures(model, view, whole);
        if (middle <= whole.Start || middle >= whole.End)
            return;
        Figures(model, view, new TimeRange(whole.Start, middle));
        Figures(model, view, new TimeRange(middle, whole.End));
        var lines = view.Figures(new LinesQuery([whole.Start, middle, whole.End], LineGroups.All));
        var reported = view.Report(whole).Systems;
        Findings.Check(
            lines.Lines.Sum(l => l.Points.Sum(p => p.Sums.Events)) == reported.Sum(s => s.Buckets.Sum(b => b.Events))
                && reported.All(s => lines.Lines.Where(l => l.Key.System == s.System).Sum(l => l.Points.Sum(p => p.Sums.Quantity)) == s.Quantity),
            "I7", $"The lines of {view.CompanyId} at version {view.Version} do not add up to its report.");
        var rows = model.Rows.Count(r => r.Version <= view.Version && whole.Contains(r.At));
        Findings.Check(
            view.Rows().Count(whole) == rows, "I7", $"{view.CompanyId} at version {view.Version} has {view.Rows().Count(whole)} rows and not {rows}.");
    }

    private void Figures(CompanyModel model, CompanyView view, TimeRange range)
    {
        if (NaiveFigures.Difference(model, view.Report(range), range) is { } difference)
            Findings.Add("I2", difference);
    }
}
