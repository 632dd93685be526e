using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.TestKit.Stores;

/// <summary>
/// A ledger with the real semantics (epochs, versions, event ids unique for ever, rates revision, companies judged one by one) and with
/// faults on demand: see <see cref="LedgerFault"/>; writes and reads can be held at gates. A write is judged and committed in one step.
/// </summary>
public class InMemoryLedger : ILedger, ICompanyRows
{
    private readonly Dictionary<string, CompanyRecord> _companies = new(StringComparer.Ordinal);
    private readonly List<CompanyRecord> _byNo = [];

    /// <summary>Held before a write is judged.</summary>
    public Gate BeforeCommit { get; } = new();

    /// <summary>Held after a write is committed, before it is answered.</summary>
    public Gate AfterCommit { get; } = new();

    /// <summary>Held after an epoch was taken, before it is answered.</summary>
    public Gate AfterActivation { get; } = new();

    /// <summary>The leases that companies are owned by; null: nobody waits for anybody.</summary>
    public InMemoryLeases? Leases { get; set; }

    /// <summary>Held before a late write reaches the store.</summary>
    public Gate Late { get; } = new();

    /// <summary>The fault of the next write.</summary>
    public Func<LedgerFault> NextFault { get; set; } = () => LedgerFault.None;

    /// <summary>Whether the next read fails.</summary>
    public Func<bool> NextReadFails { get; set; } = () => false;

    /// <summary>Turns of the loop that a call takes.</summary>
    public Func<int> NextDelay { get; set; } = () => 1;

    /// <summary>Appends received, with the companies in each.</summary>
    public List<int> Statements { get; } = [];

    /// <summary>How many companies each question named that asked whether they must still wait.</summary>
    public List<int> AckQuestions { get; } = [];

    public List<AuditRecord> Audit { get; } = [];

    /// <summary>Requests that break the port's rules: an exception would look like one of the store.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Told of every row of the control plane that changes.</summary>
    public Action<ControlKind, string> WhenChanged { get; set; } = static (_, _) => { };

    public IReadOnlyList<CompanyRecord> Companies => _byNo;

    public RateBook Rates { get; private set; } = new(1, PriceRuleSet.Empty, []);

    public CompanyRecord Of(string companyId) => _companies[companyId];

    public CompanyRecord Create(string companyId, BillingSystem? system, Instant? since = null)
    {
        var row = new CompanyRow(companyId, companyId + " Ltd", system ?? BillingSystem.Minutes, since ?? Instant.Always, null);
        var company = new CompanyRecord(_byNo.Count + 1, row);
        if (system is { } first)
        {
            var entry = new SwitchEntry { Version = 1, RecordedAt = Instant.Earliest, At = since ?? Instant.Always, System = first };
            company.Add(new ChainedEntry(entry, HashChain.Next(company.Hash, entry)), Rates);
        }

        _companies.Add(companyId, company);
        _byNo.Add(company);
        return company;
    }

    public void AddRule(PriceRule rule) => Change(new RateBook(Rates.Revision + 1, Rates.GeneralRules.With(rule), Rates.CostKeys.Values, Rates.Plans));

    public void AddPlan(PlanVersion plan) => Change(new RateBook(Rates.Revision + 1, Rates.GeneralRules, Rates.CostKeys.Values, Rates.Plans.With(plan)));

    public async Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken)
    {
        await ReadAsync();
        if (!_companies.TryGetValue(companyId, out var company))
            return null;
        Leases?.Take(company, leaseNo);
        company.Epoch++;
        company.IsOwned = true;
        var head = new Activation(
            company.CompanyNo, company.Epoch, company.Entries.Count, company.Hash, Leases?.Wait(company) ?? TimeSpan.Zero);
        await AfterActivation.PassAsync();
        return head;
    }

    public async Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken)
    {
        AckQuestions.Add(companyNos.Count);
        await ReadAsync();
        return companyNos.Select(no => Leases?.Wait(_byNo[no - 1]) ?? TimeSpan.Zero).ToArray();
    }

    public async Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        Check(requests.Select(r => r.CompanyNo).Distinct().Count() == requests.Count, "A company stands twice in a statement.");
        Statements.Add(requests.Count);
        return await WriteAsync(() => requests.Select(r => Append(r)).ToArray());
    }

    public Task<AppendResult> AppendChangeAsync(AppendRequest request, CompanyChange change, CancellationToken cancellationToken) =>
        WriteAsync(() => Append(request, change));

    public async Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return _byNo[companyNo - 1].Entries.Skip((int)afterVersion).Take(limit).ToArray();
    }

    public async Task<IReadOnlyList<UsageEntry>> FindEventsAsync(int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken)
    {
        await ReadAsync();
        var events = _byNo[companyNo - 1].Events;
        return eventIds.Where(events.ContainsKey).Select(id => events[id]).Reverse().ToArray();
    }

    public async Task<IReadOnlyList<LedgerEntry>> FindAsync(int companyNo, IReadOnlyList<string> uniqueIds, CancellationToken cancellationToken)
    {
        await ReadAsync();
        var byId = _byNo[companyNo - 1].ById;
        return uniqueIds.Distinct().Where(byId.ContainsKey).Select(id => byId[id]).Reverse().ToArray();
    }

    public async Task<IReadOnlyList<LedgerEntry>> ReadVersionsAsync(
        int companyNo, IReadOnlyList<long> versions, CancellationToken cancellationToken)
    {
        await ReadAsync();
        var entries = _byNo[companyNo - 1].Entries;
        return versions.Distinct().Where(v => v >= 1 && v <= entries.Count).Select(v => entries[(int)v - 1].Entry).Reverse().ToArray();
    }

    public async Task<byte[]?> HashAtAsync(int companyNo, long version, CancellationToken cancellationToken)
    {
        await ReadAsync();
        var entries = _byNo[companyNo - 1].Entries;
        return version >= 1 && version <= entries.Count ? entries[(int)version - 1].Hash : null;
    }

    public async Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken)
    {
        await ReadAsync();
        var company = _byNo[companyNo - 1];
        if (company.Epoch == epoch)
        {
            company.IsOwned = false;
            company.OwnerLease = null;
        }
    }

    public async Task<CompanyRow?> FindCompanyAsync(string companyId, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return _companies.GetValueOrDefault(companyId)?.Row;
    }

    private void Change(RateBook rates)
    {
        Rates = rates;
        WhenChanged(ControlKind.Rates, "");
    }

    private async Task ReadAsync()
    {
        await DelayAsync();
        if (NextReadFails())
            throw new LedgerUnavailableException("The store was told to be unavailable.");
    }

    private async Task<T> WriteAsync<T>(Func<T> commit)
    {
        var fault = NextFault();
        await DelayAsync();
        await BeforeCommit.PassAsync();
        if (fault == LedgerFault.Unavailable)
            throw new LedgerUnavailableException("The store was told to be unavailable.");
        if (fault == LedgerFault.LostAndLate)
            _ = CommitLateAsync(commit);
        if (fault is LedgerFault.LostBeforeCommit or LedgerFault.LostAndLate)
            throw new TimeoutException("The connection was told to be lost.");
        var result = commit();
        await AfterCommit.PassAsync();
        return fault == LedgerFault.LostAfterCommit ? throw new TimeoutException("The connection was told to be lost.") : result;
    }

    private async Task CommitLateAsync<T>(Func<T> commit)
    {
        await Late.PassAsync();
        await DelayAsync();
        await DelayAsync();
        commit();
    }

    private async Task DelayAsync()
    {
        for (var turns = NextDelay(); turns > 0; turns--)
            await Task.Yield();
    }

    private AppendResult Append(AppendRequest request, CompanyChange? change = null)
    {
        var company = _byNo[request.CompanyNo - 1];
        var usage = request.Entries.Select(e => e.Entry).OfType<UsageEntry>().ToArray();
        Check(usage.Length == 0 || (request.RatesRevision is not null && change is null), "Events without a revision of the rates.");
        // In the order of the stores: a stale writer is told of duplicates too.
        var duplicates = request.Entries.Select(e => e.Entry.UniqueId).OfType<string>().Where(id => Has(company, id)).ToArray();
        if (duplicates.Length > 0)
            return new AppendResult(AppendStatus.HasDuplicates, duplicates);
        if (request.RatesRevision is { } revision && IsStale(revision))
            return AppendResult.Of(AppendStatus.StaleRates);
        if (IsFenced(company, request))
            return AppendResult.Of(AppendStatus.Fenced);
        Commit(company, request.Entries);
        if (change is not null)
            Audit.Add(change.Audit);
        if (change?.Company is { } row)
        {
            company.Row = row;
            WhenChanged(ControlKind.Company, row.CompanyId);
        }

        return AppendResult.Of(AppendStatus.Appended);
    }

    /// <summary>Writes what an append was found to be allowed to.</summary>
    protected virtual void Commit(CompanyRecord company, IReadOnlyList<ChainedEntry> entries)
    {
        foreach (var chained in entries)
        {
            Check(chained.Entry.Version == company.Entries.Count + 1, "A version does not follow.");
            Check(HashChain.Next(company.Hash, chained.Entry).AsSpan().SequenceEqual(chained.Hash), "A hash does not follow.");
            company.Add(chained, Rates);
        }
    }

    /// <summary>Whether an id stands in the company's ledger already.</summary>
    protected virtual bool Has(CompanyRecord company, string uniqueId) => company.ById.ContainsKey(uniqueId);

    /// <summary>Whether an append rests on older rates than the store's.</summary>
    protected virtual bool IsStale(long ratesRevision) => ratesRevision != Rates.Revision;

    /// <summary>Whether an append is of another epoch or version than the head's.</summary>
    protected virtual bool IsFenced(CompanyRecord company, AppendRequest request) =>
        company.Epoch != request.Epoch || company.Entries.Count != request.ExpectedVersion;

    private void Check(bool holds, string violation)
    {
        if (!holds)
            Violations.Add(violation);
    }
}
