using Microsoft.AspNetCore.Http;
using UsageCluster.Gateway.Monthly;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.History;

/// <summary><c>GET</c> and <c>HEAD /billing/history</c>: a row for each booked event and each correction, newest first, then by id.</summary>
internal sealed class HistoryEndpoint(HistoryReader reader, AccessScope scope, CurrentPrices current)
{
    private static readonly string[] MediaTypes = ["application/json"];

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var principal = Principal.Of(context);
        var query = HistoryQuery.Read(context.Request, principal);
        MediaNegotiation.Choose(context.Request.Headers.Accept, MediaTypes);
        var access = await scope.DecideAsync(principal, query.CompanyId, context.RequestAborted);
        var bound = Cursor.Query("history", access, query.From, query.To);
        var page = await reader.ReadAsync(access, query.Range, query.Page, query.Page.Position(bound), context.RequestAborted);
        var rows = page.Rows.Count > query.Page.PageSize ? page.Rows.Take(query.Page.PageSize).ToArray() : page.Rows;
        var next = page.Rows.Count > rows.Count ? new Cursor(rows[^1].OccurredAt, rows[^1].Id).Write(bound) : null;
        var prices = await current.ReadAsync(null, context.RequestAborted);
        if (!rows.All(r => prices.Knows(r.PlanId)))
            prices = await current.ReadAsync(prices, context.RequestAborted);
        await Envelope.WritePageAsync(
            context, "Billing history fetched", rows, new PageMeta(query.Page, page.TotalCount, next), new HistoryJson(prices).Write);
    }
}
