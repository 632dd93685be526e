using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Companies;

/// <summary>What corrections come to, on a company's committed books and its ledger. Writes nothing.</summary>
internal sealed class CompanyCorrections
{
    private readonly CompanyServices _services;
    private readonly IReadOnlyList<CorrectionRequest> _requests;
    private readonly AuditStamp _stamp;
    private readonly Dictionary<string, CorrectionEntry> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UsageEntry> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<long, CorrectionEntry> _lasts = [];
    private long? _ratesTooOld;

    /// <summary>Throws <see cref="ArgumentException"/> for too many, or one outside its grammar or range.</summary>
    public CompanyCorrections(CompanyServices services, IReadOnlyList<CorrectionRequest> requests, AuditStamp stamp)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(requests.Count, services.Options.CorrectionsMax, nameof(requests));
        foreach (var request in requests)
            request.ThrowIfInvalid();
        (_services, _requests, _stamp) = (services, requests, stamp);
    }

    /// <summary>What the last <see cref="PlanAsync"/> came to.</summary>
    public CorrectionOutcome Outcome { get; private set; } = CorrectionOutcome.Refused("", 0);

    /// <summary>Decides on all of them. A correction that the ledger has is a repeat, or at odds with it.</summary>
    public async Task<ChangePlan> PlanAsync(CompanyState state, Instant now)
    {
        await FindAsync(state);
        var rates = await _services.Rates.RatesAsync(_ratesTooOld, CancellationToken.None);
        var batch = new CorrectionBatch(state.Books, rates, now);
        var results = new CorrectionEntry[_requests.Count];
        var entries = new List<ChainedEntry>();
        var added = new Dictionary<string, CorrectionEntry>(StringComparer.Ordinal);
        for (var i = 0; i < results.Length; i++)
        {
            var request = _requests[i];
            if (_known.TryGetValue(request.CorrectionId, out var booked) || added.TryGetValue(request.CorrectionId, out booked))
            {
                if (booked.Request != request)
                    return Refuse(CorrectionCodes.Conflict, i);
                results[i] = booked;
                continue;
            }

            if (!_events.TryGetValue(request.EventId, out var corrected))
                return Refuse(CorrectionCodes.UnknownEvent, i);
            var (entry, code) = batch.Decide(request, corrected, _lasts.GetValueOrDefault(corrected.Version));
            if (code == RejectionCodes.NoPriceRule)
            {
                if (_ratesTooOld == rates.Revision)
                    throw new LedgerUnavailableException("The price rules at hand are older than the company's ledger.");
                _ratesTooOld = rates.Revision;
                return await PlanAsync(state, now);
            }

            if (entry is null)
                return Refuse(code!, i);
            results[i] = entry;
            added.Add(request.CorrectionId, entry);
            entries.Add(new ChainedEntry(entry, HashChain.Next(entries.Count == 0 ? state.Hash : entries[^1].Hash, entry)));
        }

        Outcome = new CorrectionOutcome(null, 0, entries.Count > 0, results);
        if (entries.Count == 0)
            return ChangePlan.Nothing(default);
        var audit = _stamp.Record(now, null, AdminJson.Corrections([.. added.Values]));
        return new ChangePlan(new ChangeOutcome(null, Created: true, Changed: true), entries, rates.Revision, new CompanyChange(null, audit));
    }

    private ChangePlan Refuse(string code, int index)
    {
        Outcome = CorrectionOutcome.Refused(code, index);
        return ChangePlan.Nothing(new ChangeOutcome(code, Created: false, Changed: false));
    }

    private async Task FindAsync(CompanyState state)
    {
        var ids = _requests.Select(r => ReservedIds.OfCorrection(r.CorrectionId))
            .Concat(_requests.Select(r => r.EventId)).Distinct(StringComparer.Ordinal).ToArray();
        var found = await _services.Ledger.FindAsync(state.CompanyNo, ids, CancellationToken.None);

        // What lies behind the last entry that this activation knows was booked by another.
        if (found.Any(e => e.Version > state.Books.Version))
            throw new FencedException();
        _known.Clear();
        _events.Clear();
        _lasts.Clear();
        foreach (var entry in found)
        {
            if (entry is CorrectionEntry correction)
                _known[correction.Request.CorrectionId] = correction;
            else if (entry is UsageEntry usage)
                _events[usage.Event.EventId] = usage;
        }

        var lasts = _events.Values.Select(e => state.Books.CorrectionsOf(e.Version)?.Last).OfType<long>().ToArray();
        if (lasts.Length == 0)
            return;
        foreach (var last in (await _services.Ledger.ReadVersionsAsync(state.CompanyNo, lasts, CancellationToken.None)).Cast<CorrectionEntry>())
            _lasts[last.EventVersion] = last;
        if (_lasts.Count != lasts.Length)
            throw new InvalidOperationException("The ledger does not have corrections that the books have.");
    }
}
