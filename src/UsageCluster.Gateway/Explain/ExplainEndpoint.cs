using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.History;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Explain;

/// <summary><c>GET</c> and <c>HEAD /billing/usage/explain</c>: the ledger's rows behind the figures of a cost key in a range.</summary>
internal sealed class ExplainEndpoint(IUsageClient usage, AccessScope scope, TimeProvider time)
{
    private static readonly string[] MediaTypes = ["application/json"];

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var principal = Principal.Of(context);
        var query = ExplainQuery.Read(context.Request, principal, Instant.From(time.GetUtcNow()));
        MediaNegotiation.Choose(context.Request.Headers.Accept, MediaTypes);
        var access = await scope.DecideAsync(principal, query.CompanyId, context.RequestAborted);
        var companyId = access.CompanyId!;

        // An end that was not given moves with the clock, and a cursor with it.
        var bound = Cursor.Query("explain", access, query.Start, query.End, query.CostKey);
        var page = await usage.RowsAsync(
            companyId,
            new RowQuery
            {
                Range = query.Range,
                CostKey = query.CostKey,
                Skip = query.Page.Offset,
                Behind = HistoryReader.BehindOf(query.Page.Position(bound), companyId),
                Take = query.Page.PageSize + 1,
                WithCorrections = true,
            },
            context.RequestAborted);
        var rows = page.Entries.Count > query.Page.PageSize ? page.Entries.Take(query.Page.PageSize).ToArray() : page.Entries;
        string? next = null;
        if (page.Entries.Count > rows.Count)
        {
            var last = new HistoryRow(companyId, rows[^1], page.Plans);
            next = new Cursor(last.OccurredAt, last.Id).Write(bound);
        }

        await Envelope.WritePageAsync(
            context, "Usage explained", rows, new PageMeta(query.Page, page.TotalCount, next), new ExplainJson(companyId, query.CostKey, page.Corrections).Write);
    }
}
