using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Entries;

/// <summary>
/// Judges and appends one company's request inside a write. Writes are serial, so what is read here (head, rates revision, event
/// ids) still holds at the commit.
/// </summary>
internal static class Append
{
    /// <summary>Throws <see cref="ArgumentException"/> for requests that no writer of ledgers makes.</summary>
    public static void Check(AppendRequest request)
    {
        for (var i = 0; i < request.Entries.Count; i++)
        {
            var entry = request.Entries[i].Entry;
            if (entry.Version != request.ExpectedVersion + 1 + i)
                throw new ArgumentException($"Entry {i} does not follow version {request.ExpectedVersion}.", nameof(request));
        }

        if (request.RepeatsAnId())
            throw new ArgumentException("An event or id stands in the entries twice.", nameof(request));
    }

    public static AppendResult Run(Session session, InternedNames names, AppendRequest request)
    {
        var duplicates = Duplicates(session, request);
        if (duplicates.Count > 0)
            return new AppendResult(AppendStatus.HasDuplicates, duplicates);
        if (request.RatesRevision is { } revision && revision != session.FindInteger("SELECT rates_revision FROM control_revision"))
            return AppendResult.Of(AppendStatus.StaleRates);
        if (!IsHead(session, request))
            return AppendResult.Of(AppendStatus.Fenced);
        if (request.Entries is not [.., var last])
            return AppendResult.Of(AppendStatus.Appended);

        for (var i = 0; i < request.Entries.Count; i++)
            EntryRows.Insert(session, names, request.CompanyNo, request.Entries[i]);
        session.Execute(
            "UPDATE company_heads SET version = ?2, hash = ?3 WHERE company_no = ?1", request.CompanyNo, last.Entry.Version, last.Hash);
        return AppendResult.Of(AppendStatus.Appended);
    }

    private static bool IsHead(Session session, AppendRequest request) => session.FindInteger(
        "SELECT 1 FROM company_heads WHERE company_no = ?1 AND epoch = ?2 AND version = ?3",
        request.CompanyNo,
        request.Epoch,
        request.ExpectedVersion) is not null;

    private static List<string> Duplicates(Session session, AppendRequest request)
    {
        List<string> duplicates = [];
        var probe = session.RowStatement("SELECT 1 FROM ledger_entries WHERE company_no = ?1 AND event_key = ?2 AND event_text IS ?3");
        probe.Bind(1, request.CompanyNo);
        for (var i = 0; i < request.Entries.Count; i++)
        {
            if (request.Entries[i].Entry.UniqueId is not { } id)
                continue;
            probe.Bind(2, EventKey.Of(id));
            if (probe.Run())
                duplicates.Add(id);
        }

        return duplicates;
    }
}
