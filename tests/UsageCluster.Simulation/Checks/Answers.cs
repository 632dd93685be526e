using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Checks;

/// <summary>What must be true of an answer at the moment when a node gives it, whether or not it ever arrives.</summary>
internal sealed class Answers(Auditor auditor, Cluster cluster)
{
    /// <summary>How old a node's knowledge of an ATS may be (domain rule 13), by a clock that is slow.</summary>
    private static readonly TimeSpan MembersAgeMax = TimeSpan.FromSeconds(1.1);

    private readonly HashSet<(string CompanyId, string EventId)> _accepted = [];

    private Findings Findings => auditor.Findings;

    /// <summary>Outcomes told so far, by status.</summary>
    public int[] Told { get; } = new int[Enum.GetValues<RecordStatus>().Length];

    public void Recorded(string companyId, IReadOnlyList<UsageEvent> reports, IReadOnlyList<RecordOutcome> outcomes, bool dryRun, Before before)
    {
        auditor.CatchUp();
        Findings.Check(reports.Count == outcomes.Count, "rule 8", $"{outcomes.Count} outcomes of {reports.Count} events.");
        for (var i = 0; i < Math.Min(reports.Count, outcomes.Count); i++)
        {
            Told[(int)outcomes[i].Status]++;
            Recorded(companyId, reports[i], outcomes[i], dryRun, before);
        }
    }

    public void Corrected(string companyId, IReadOnlyList<CorrectionRequest> requests, CorrectionOutcome outcome, Before before)
    {
        auditor.CatchUp();
        var model = auditor.Of(companyId);
        if (outcome.ErrorCode is null)
        {
            foreach (var request in requests)
            {
                var booked = model.Corrections.GetValueOrDefault(request.CorrectionId);
                Findings.Check(booked?.Request == request, "I1", $"Correction {request.CorrectionId} of {companyId} was acknowledged and is not booked.");
                if (booked is not null)
                    auditor.Acknowledge(companyId, booked.Version);
            }

            return;
        }

        var refused = requests[outcome.ErrorIndex];
        var corrected = model.Events.GetValueOrDefault(refused.EventId);
        var holds = outcome.ErrorCode switch
        {
            CorrectionCodes.UnknownEvent => corrected is null || corrected.Version > before.Version,
            CorrectionCodes.AlreadyVoided => corrected is { Counts: null } || requests.Take(outcome.ErrorIndex).Any(r => r.EventId == refused.EventId),
            CorrectionCodes.Conflict => model.Corrections.GetValueOrDefault(refused.CorrectionId) is { } other
                ? other.Request != refused
                : requests.Take(outcome.ErrorIndex).Any(r => r.CorrectionId == refused.CorrectionId),
            CorrectionCodes.TooManyCorrections => corrected is not null,
            _ => false,
        };
        Findings.Check(holds, "rule 10", $"Correction {refused.CorrectionId} of {companyId} was refused: {outcome.ErrorCode}.");
    }

    public void Added(string companyId, BillingTransaction transaction, ChangeOutcome outcome)
    {
        auditor.CatchUp();
        var has = auditor.Of(companyId).Months.Transactions.TryGetValue(transaction.Id, out var booked);
        if (outcome.ErrorCode is null)
        {
            Findings.Check(has && booked.Transaction.HasContentOf(transaction), "I1", $"Transaction {transaction.Id} was acknowledged and is not booked.");
            auditor.Acknowledge(companyId, booked.Version);
        }
        else
        {
            Findings.Check(has && !booked.Transaction.HasContentOf(transaction), "rule 8", $"Transaction {transaction.Id}: {outcome.ErrorCode}.");
        }
    }

    public void Changed(string what, ChangeOutcome outcome) => Findings.Check(outcome.ErrorCode is null, "rule 13", $"{what}: {outcome.ErrorCode}.");

    public void Listed(string companyId, TransactionPage page, Before before)
    {
        auditor.CatchUp();
        var ids = page.Rows.Select(r => r.Transaction.Id).ToHashSet(StringComparer.Ordinal);
        Findings.Check(ids.Count == page.Rows.Count, "I7", $"{companyId} lists a transaction twice.");
        foreach (var (id, (version, _)) in auditor.Of(companyId).Months.Transactions)
            Findings.Check(version > before.Floor || ids.Contains(id), "rule 11", $"{companyId} does not list transaction {id}, which was acknowledged.");
        var credits = page.Rows.Where(r => r.BalanceAfterMicro is not null).ToArray();
        Findings.Check(
            credits.Length == 0 || credits[0].BalanceAfterMicro == credits.Sum(r => r.Transaction.AmountMicro),
            "I7", $"The transactions of {companyId} do not add up to its balance.");
    }

    public void Paged(string companyId, RowPage page, TimeRange range, Before before)
    {
        auditor.CatchUp();
        var model = auditor.Of(companyId);
        var least = model.Rows.Count(r => r.Version <= before.Floor && range.Contains(r.At));
        Findings.Check(page.TotalCount >= least, "rule 11", $"{companyId} has {page.TotalCount} rows where {least} were acknowledged.");
        foreach (var entry in page.Entries)
            Findings.Check(entry == model.EntryAt(entry.Version), "I7", $"A row of {companyId} is not the ledger's entry {entry.Version}.");
    }

    public void Found(string companyId, string eventId, EventRecord? found, Before before)
    {
        auditor.CatchUp();
        var booked = auditor.Of(companyId).Events.GetValueOrDefault(eventId);
        if (found is null)
            Findings.Check(booked is null || booked.Version > before.Floor, "rule 11", $"{companyId} does not know event {eventId}, which was acknowledged.");
        else
            Findings.Check(found.Entry == booked?.Entry, "I1", $"{companyId} knows event {eventId}, which is not booked so.");
    }

    public void Reported(string atsId, AtsReport? report, TimeRange range, IReadOnlyDictionary<string, Before> before)
    {
        var at = cluster.Turns.Now;
        if (report is null)
        {
            Findings.Add("rule 15", $"ATS {atsId} is not known.");
            return;
        }

        var begun = before.Values.First().At;
        var asked = report.Companies.Select(c => c.Report.CompanyId).Order(StringComparer.Ordinal).ToArray();
        var memberships = cluster.Control.Memberships(atsId);
        var had = memberships.Where((m, i) =>
            m.From <= at && (i + 1 == memberships.Count || memberships[i + 1].From >= begun - MembersAgeMax)
            && m.CompanyIds.Order(StringComparer.Ordinal).SequenceEqual(asked));
        Findings.Check(had.Any(), "rule 15", $"ATS {atsId} answers for {string.Join(", ", asked)}, which it did not manage.");
        foreach (var company in report.Companies)
            auditor.Check(company.Report.CompanyId, company.Report, range, before[company.Report.CompanyId]);
        var systems = report.Companies.SelectMany(c => c.Report.Systems).ToArray();
        Findings.Check(
            report.Totals.MinutesMs == Total(systems, BillingSystem.Minutes) && report.Totals.CreditsMicro == Total(systems, BillingSystem.Credits)
                && report.Totals.Interviews == systems.Sum(s => s.Interviews)
                && report.Totals.Buckets.Sum(b => b.Events) == systems.Sum(s => s.Buckets.Sum(b => b.Events)),
            "I3", $"The totals of ATS {atsId} are not those of its companies.");
    }

    /// <summary>I5: null if and only if nothing is in the system.</summary>
    private static long? Total(SystemReport[] systems, BillingSystem system) =>
        systems.Any(s => s.System == system) ? systems.Where(s => s.System == system).Sum(s => s.Quantity) : null;

    private void Recorded(string companyId, UsageEvent report, RecordOutcome outcome, bool dryRun, Before before)
    {
        var booked = auditor.Of(companyId).Events.GetValueOrDefault(report.EventId);
        var isSame = booked is not null && report.SameReportAs(booked.Entry.Event);
        switch (outcome)
        {
            case { Status: RecordStatus.Accepted } when dryRun:
                Findings.Check(booked is null || booked.Version > before.Version, "rule 8", $"{report.EventId} of {companyId} was booked before.");
                return;
            case { Status: RecordStatus.Accepted }:
                Findings.Check(_accepted.Add((companyId, report.EventId)), "I1", $"Event {report.EventId} of {companyId} was accepted twice.");
                Findings.Check(isSame, "I1", $"Event {report.EventId} of {companyId} was accepted and is not in the ledger.");
                break;
            case { Status: RecordStatus.Duplicate }:
                Findings.Check(isSame || dryRun, "I1", $"Event {report.EventId} of {companyId} is no duplicate of what is in the ledger.");
                break;
            case { Code: RejectionCodes.ConflictingDuplicate }:
                Findings.Check((booked is not null && !isSame) || dryRun, "rule 8", $"Event {report.EventId} of {companyId} conflicts with nothing.");
                return;
            default:
                Findings.Check(
                    booked is null || booked.Version > before.Version, "rule 8", $"{outcome.Code} for {report.EventId} of {companyId}, which had been booked.");
                return;
        }

        if (booked is not null && !dryRun)
            auditor.Acknowledge(companyId, booked.Version);
    }
}
