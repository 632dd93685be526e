using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Books;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.History;

/// <summary>Reads a history, by pages or whole: of one company, or merged over those of an ATS.</summary>
internal sealed class HistoryReader(IUsageClient usage, ControlPlane control, GatewayOptions options)
{
    /// <summary>A page, and one row more where there is one.</summary>
    public async Task<HistoryPage> ReadAsync(Access access, TimeRange range, PageQuery page, Cursor? after, CancellationToken cancellationToken)
    {
        if (access.CompanyId is { } companyId)
        {
            var query = new RowQuery { Range = range, Skip = page.Offset, Take = page.PageSize + 1, Behind = BehindOf(after, companyId) };
            var rows = await usage.RowsAsync(companyId, query, cancellationToken);
            return new HistoryPage(rows.TotalCount, [.. rows.Entries.Select(e => new HistoryRow(companyId, e, rows.Plans))]);
        }

        var companies = await CompaniesAsync(access, cancellationToken);
        return await new MergedHistory(usage, companies, range, options.HistoryCallsInParallelMax).ReadAsync(page, after, cancellationToken);
    }

    /// <summary>All rows of a range.</summary>
    public async Task<IAsyncEnumerable<HistoryRow>> AllAsync(Access access, TimeRange range, CancellationToken cancellationToken) =>
        new MergedRows<HistoryRow>(
            access.CompanyId is { } companyId ? [companyId] : await CompaniesAsync(access, cancellationToken),
            async (company, behind, take, stop) =>
            {
                var query = new RowQuery { Range = range, Take = take, Behind = behind is { } row ? new RowKey(row.OccurredAt, row.Entry.Version) : null };
                var page = await usage.RowsAsync(company, query, stop);
                return [.. page.Entries.Select(e => new HistoryRow(company, e, page.Plans))];
            },
            HistoryRow.Compare,
            options);

    private async Task<string[]> CompaniesAsync(Access access, CancellationToken cancellationToken)
    {
        var ats = await control.FindAtsAsync(access.AtsId!, cancellationToken) ?? throw AccessScope.OwnerDeleted();
        return [.. ats.Members.Select(m => m.CompanyId).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The row behind which a company's rows come behind a cursor of any company: of one instant, rows stand by company, then by version.
    /// </summary>
    public static RowKey? BehindOf(Cursor? after, string companyId)
    {
        if (after is not { } cursor || HistoryRow.Parse(cursor.Id) is not { } row)
            return null;
        var order = string.CompareOrdinal(companyId, row.CompanyId);
        return new RowKey(cursor.At, order < 0 ? long.MaxValue : order > 0 ? 0 : row.Version);
    }
}
