using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>What every <see cref="IControlStore"/> does. A store's tests derive from it and bring the factory.</summary>
public abstract partial class ControlStoreConformance(StoreFactory factory)
{
    private static readonly PageRequest FirstPage = new(1, 100);

    private IControlStore Control => factory.Store.Control;

    /// <summary>A new company; ids are made of the prefix.</summary>
    private async Task<CompanyRow> MakeCompanyAsync(string prefix = "company")
    {
        var company = Samples.Company(prefix);
        Assert.Equal(StoreWrite.Created, await Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None));
        return company;
    }

    /// <summary>A new ATS of these companies.</summary>
    private async Task<string> MakeAtsAsync(params string[] companyIds)
    {
        var atsId = Samples.Company("ats").CompanyId;
        Assert.Equal(StoreWrite.Created, await PutAtsAsync(atsId, "ATS", companyIds));
        return atsId;
    }

    private Task<StoreWrite> PutAtsAsync(string atsId, string atsName, params string[] companyIds) =>
        Control.PutAtsAsync(atsId, atsName, companyIds, _ => Samples.Audit("ats.put"), CancellationToken.None);

    /// <summary>Who is in an ATS, in order.</summary>
    private async Task<IEnumerable<string>> MembersAsync(string atsId) =>
        (await Control.FindAtsAsync(atsId, CancellationToken.None))!.Members.Select(m => m.CompanyId).Order(StringComparer.Ordinal);

    private async Task<Written> WrittenAsync() => new(
        (await Control.ChangesSinceAsync(-1, CancellationToken.None)).Revision,
        (await Control.ListAuditAsync(new PageRequest(1, 1), CancellationToken.None)).TotalCount);

    private async Task AssertNothingWrittenSinceAsync(Written before) => Assert.Equal(before, await WrittenAsync());

    /// <summary>One write, of these rows, with this record in the audit, and nothing else.</summary>
    private async Task AssertOneWriteSinceAsync(Written before, AuditRecord audit, params ControlChange[] changed)
    {
        Assert.Equal(new Written(before.Revision + 1, before.AuditRecords + 1), await WrittenAsync());
        Assert.Equal(audit, (await Control.ListAuditAsync(new PageRequest(1, 1), CancellationToken.None)).Rows.Single());
        var changes = await Control.ChangesSinceAsync(before.Revision, CancellationToken.None);
        Assert.Equal(before.Revision + 1, changes.Revision);
        Assert.Equal(changed.OrderBy(c => (c.Kind, c.Id)), changes.Changes!.OrderBy(c => (c.Kind, c.Id)));
    }

    private sealed record Written(long Revision, long AuditRecords);
}
