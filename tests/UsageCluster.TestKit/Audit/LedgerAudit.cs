using UsageCluster.Core.Ledger;

namespace UsageCluster.TestKit.Audit;

/// <summary>What must hold for every company's ledger, whatever happened to the processes that wrote it. Faults are named, one line each.</summary>
public static class LedgerAudit
{
    /// <summary>
    /// Faults of the ledger itself: versions run from 1 without a gap, each hash follows from the one before, the head is the last entry, an event
    /// stands once and in its company's ledger.
    /// </summary>
    public static IEnumerable<string> FaultsOf(AuditedCompany company)
    {
        var hash = HashChain.Genesis(company.CompanyId);
        var version = 0L;
        HashSet<string> eventIds = new(StringComparer.Ordinal);
        foreach (var (entry, stored) in company.Entries)
        {
            if (entry.Version != ++version)
            {
                yield return $"{company.CompanyId}: version {entry.Version} stands where {version} should.";
                yield break;
            }

            hash = HashChain.Next(hash, entry);
            if (!hash.AsSpan().SequenceEqual(stored))
            {
                yield return $"{company.CompanyId}: the hash chain breaks at version {version}.";
                yield break;
            }

            if (entry is not UsageEntry usage)
                continue;
            if (usage.Event.CompanyId != company.CompanyId)
                yield return $"{company.CompanyId}: version {version} is an event of {usage.Event.CompanyId}.";
            if (!eventIds.Add(usage.Event.EventId))
                yield return $"{company.CompanyId}: event {usage.Event.EventId} is booked twice, again at version {version}.";
        }

        if (version != company.HeadVersion || !hash.AsSpan().SequenceEqual(company.HeadHash))
            yield return $"{company.CompanyId}: the head is at version {company.HeadVersion}, the last entry at {version}, or their hashes differ.";
    }

    /// <summary>Faults against what was sent: an acknowledged event is booked with the content that was reported, and nothing is that was not sent.</summary>
    public static IEnumerable<string> FaultsOf(AuditedCompany company, IReadOnlyCollection<SentEvent> sent)
    {
        var booked = company.Events.ToLookup(e => e.Event.EventId, StringComparer.Ordinal);
        foreach (var of in sent)
        {
            var entry = booked[of.Event.EventId].FirstOrDefault();
            if (entry is null && of.IsAcknowledged)
                yield return $"{company.CompanyId}: event {of.Event.EventId} was acknowledged and is not in the ledger.";
            else if (entry is not null && !entry.Event.SameReportAs(of.Event))
                yield return $"{company.CompanyId}: event {of.Event.EventId} is booked with other content.";
        }

        var known = sent.Select(s => s.Event.EventId).ToHashSet(StringComparer.Ordinal);
        foreach (var group in booked)
        {
            if (!known.Contains(group.Key))
                yield return $"{company.CompanyId}: event {group.Key} is in the ledger and was never sent.";
        }
    }
}
