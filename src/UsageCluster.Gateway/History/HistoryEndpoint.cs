using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using UsageCluster.Gateway.Monthly;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.History;

/// <summary><c>GET</c> and <c>HEAD /billing/history</c>: a row for each booked event and each correction, newest first, then by id.</summary>
internal sealed class HistoryEndpoint(HistoryReader reader, AccessScope scope, CurrentPrices current)
{
    private static readonly string[] MediaTypes = ["application/json", CsvAnswer.MediaType, NdjsonAnswer.MediaType];

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var principal = Principal.Of(context);
        var query = HistoryQuery.Read(context.Request, principal);
        var media = MediaTypes[MediaNegotiation.Choose(context.Request.Headers.Accept, MediaTypes)];
        var access = await scope.DecideAsync(principal, query.CompanyId, context.RequestAborted);
        if (media != MediaTypes[0])
        {
            var all = PriceAsync(await reader.AllAsync(access, query.Range, context.RequestAborted));
            await (media == CsvAnswer.MediaType
                ? CsvAnswer.SendAsync(context, HistoryCsv.Header, all, HistoryCsv.Write)
                : NdjsonAnswer.SendAsync(context, all, HistoryJson.Write));
            return;
        }

        var bound = Cursor.Query("history", access, query.From, query.To);
        var page = await reader.ReadAsync(access, query.Range, query.Page, query.Page.Position(bound), context.RequestAborted);
        var rows = page.Rows.Count > query.Page.PageSize ? page.Rows.Take(query.Page.PageSize).ToArray() : page.Rows;
        var next = page.Rows.Count > rows.Count ? new Cursor(rows[^1].OccurredAt, rows[^1].Id).Write(bound) : null;
        var priced = await PriceAsync(rows.ToAsyncEnumerable()).ToListAsync(context.RequestAborted);
        await Envelope.WritePageAsync(
            context, "Billing history fetched", priced, new PageMeta(query.Page, page.TotalCount, next), HistoryJson.Write);
    }

    private async IAsyncEnumerable<HistoryFigures> PriceAsync(
        IAsyncEnumerable<HistoryRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prices = await current.ReadAsync(null, cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (!prices.Knows(row.PlanId))
                prices = await current.ReadAsync(prices, cancellationToken);
            yield return HistoryFigures.Of(prices, row);
        }
    }
}
