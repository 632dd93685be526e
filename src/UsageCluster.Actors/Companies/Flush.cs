using System.Buffers;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Companies;

/// <summary>
/// The events of one flush and what is decided on them. Nothing here is known to a caller before <see cref="Complete"/>: an outcome
/// may rest on entries of the same flush, and holds only once they are committed.
/// </summary>
internal sealed class Flush
{
    // Up to so many ids are compared; more are looked up.
    private const int ComparedMax = 8;

    private FlushItem[] _items;
    private readonly Dictionary<string, int>? _firsts;
    private int _count;

    /// <param name="capacity">How many events it takes at most.</param>
    public Flush(int capacity)
    {
        _items = ArrayPool<FlushItem>.Shared.Rent(capacity);
        if (capacity > ComparedMax)
            _firsts = new Dictionary<string, int>(capacity, StringComparer.Ordinal);
    }

    /// <summary>Events in it.</summary>
    public int Count => _count;

    /// <summary>The entries to append, as of the last <see cref="Decide"/>.</summary>
    public List<ChainedEntry> Entries { get; private set; } = [];

    /// <summary>Whether an event was rejected by the company's state, as of the last <see cref="Decide"/>.</summary>
    public bool HasRejections { get; private set; }

    /// <summary>Whether a rejection of the last <see cref="Decide"/> rests on its rates, so that other rates may not reject.</summary>
    public bool IsRejectedByRates { get; private set; }

    /// <summary>Whether the rates of the last <see cref="Decide"/> are older than the company's ledger, so that its outcome is void.</summary>
    public bool NeedsNewerRates { get; private set; }

    public void Add(PendingRecord call, int index) =>
        _items[_count++] = new FlushItem { Call = call, Index = index, Report = call.Report(index) };

    /// <summary>Decides every event that was not booked before, on the committed books and the events ahead of it.</summary>
    public void Decide(CompanyState state, RateBook rates, Instant now)
    {
        var books = state.Books;
        var entries = new List<ChainedEntry>(_count);
        var hash = state.Hash;
        long pendingMinutesMs = 0, pendingCreditsMicro = 0;
        HashSet<string>? pendingCostKeys = null;
        HasRejections = IsRejectedByRates = NeedsNewerRates = false;
        _firsts?.Clear();
        for (var i = 0; i < _count; i++)
        {
            ref var item = ref _items[i];
            if (item.IsFinal)
                continue;
            if (FirstOf(i) is var first and >= 0)
            {
                item.Outcome = Repeated(item.Report.SameReportAs(_items[first].Report));
                continue;
            }

            var decision = books.Decide(item.Report, rates, now, pendingMinutesMs, pendingCreditsMicro, pendingCostKeys);
            if (decision.RejectionCode is not null)
            {
                NeedsNewerRates |= decision.RejectionCode == RejectionCodes.NoPriceRule;
                IsRejectedByRates |= decision.RejectionCode == RejectionCodes.QuantityOverflow;
                item.Outcome = RecordOutcome.Rejected(decision.RejectionCode, decision.Field);
                HasRejections = true;
                continue;
            }

            item.Outcome = RecordOutcome.Accepted;
            _firsts?.Add(item.Report.EventId, i);
            if (decision.System == BillingSystem.Minutes)
                pendingMinutesMs = checked(pendingMinutesMs + decision.Quantity);
            else
                pendingCreditsMicro = checked(pendingCreditsMicro + decision.Quantity);
            if (!item.Report.IsTest && !books.HasCostKey(item.Report.CostKey))
                (pendingCostKeys ??= new HashSet<string>(StringComparer.Ordinal)).Add(item.Report.CostKey);
            var entry = new UsageEntry
            {
                Version = books.Version + entries.Count + 1,
                RecordedAt = now,
                Event = item.Report,
                System = decision.System,
                Quantity = decision.Quantity,
                CountsAsInterview = decision.CountsAsInterview,
                Rule = decision.Rule,
            };
            hash = HashChain.Next(hash, entry);
            entries.Add(new ChainedEntry(entry, hash));
        }

        Entries = entries;
    }

    /// <summary>The ids of rejected events that the ledger was not asked about yet: one of them may have been booked before.</summary>
    public List<string> RejectedIdsToFind()
    {
        var ids = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < _count; i++)
        {
            ref var item = ref _items[i];
            if (!item.IsFinal && !item.IsKnownUnbooked && item.Outcome.Status == RecordStatus.Rejected
                && item.Outcome.Code != RejectionCodes.ConflictingDuplicate && seen.Add(item.Report.EventId))
                ids.Add(item.Report.EventId);
        }

        return ids;
    }

    /// <summary>Every id in it, once.</summary>
    public List<string> AllIds()
    {
        var ids = new List<string>(_count);
        var seen = new HashSet<string>(_count, StringComparer.Ordinal);
        for (var i = 0; i < _count; i++)
        {
            if (seen.Add(_items[i].Report.EventId))
                ids.Add(_items[i].Report.EventId);
        }

        return ids;
    }

    /// <summary>Takes in what the ledger has of the ids asked for. Events with a booked id are decided for good.</summary>
    /// <returns>How many of the ids asked for the ledger has.</returns>
    public int Resolve(IReadOnlyList<string> asked, IReadOnlyList<UsageEntry> found)
    {
        var booked = new Dictionary<string, UsageEntry?>(asked.Count, StringComparer.Ordinal);
        foreach (var id in asked)
            booked[id] = null;
        var matched = 0;
        foreach (var entry in found)
        {
            if (booked.TryGetValue(entry.Event.EventId, out var before) && before is null)
            {
                booked[entry.Event.EventId] = entry;
                matched++;
            }
        }

        for (var i = 0; i < _count; i++)
        {
            ref var item = ref _items[i];
            if (item.IsFinal || !booked.TryGetValue(item.Report.EventId, out var entry))
                continue;
            if (entry is null)
            {
                item.IsKnownUnbooked = true;
                continue;
            }

            item.Outcome = Repeated(item.Report.SameReportAs(entry.Event));
            item.IsFinal = true;
        }

        return matched;
    }

    /// <summary>Tells the callers: once the entries are committed and the view that shows them is published. It is of no further use then.</summary>
    public void Complete()
    {
        for (var i = 0; i < _count; i++)
            _items[i].Call.Decide(_items[i].Index, _items[i].Outcome);
        Array.Clear(_items, 0, _count);
        ArrayPool<FlushItem>.Shared.Return(_items);
        (_items, _count) = ([], 0);
    }

    /// <summary>The accepted event ahead of one that has the same id; -1: none.</summary>
    private int FirstOf(int index)
    {
        var id = _items[index].Report.EventId;
        if (_firsts is not null)
            return _firsts.TryGetValue(id, out var known) ? known : -1;
        for (var i = 0; i < index; i++)
        {
            if (_items[i].Outcome.Status == RecordStatus.Accepted && _items[i].Report.EventId == id)
                return i;
        }

        return -1;
    }

    private static RecordOutcome Repeated(bool same) =>
        same ? RecordOutcome.Duplicate : RecordOutcome.Rejected(RejectionCodes.ConflictingDuplicate, "eventId");
}
