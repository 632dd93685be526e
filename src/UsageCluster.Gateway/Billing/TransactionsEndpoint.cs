using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Transactions;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Billing;

/// <summary><c>GET</c> and <c>HEAD /billing/transactions</c>: newest first.</summary>
internal sealed class TransactionsEndpoint(TransactionReader transactions, ControlPlane control, AccessScope scope)
{
    private static readonly string[] MediaTypes = ["application/json", CsvAnswer.MediaType, NdjsonAnswer.MediaType];

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var principal = Principal.Of(context);
        var reader = new QueryReader(context.Request);
        var from = reader.Instant("from");
        var to = reader.Instant("to");
        var asked = principal.Kind == KeyKind.Ats ? reader.Token("companyId") : CompanyChoice.Read(reader, principal);
        var paging = PageQuery.Read(reader);
        if (from >= to)
            reader.Add("from", "must be before to.");
        if (principal.Kind == KeyKind.Ats && asked is null && paging.Offset > TransactionReader.SkipMax)
            reader.Add("page", $"at most {TransactionReader.SkipMax} rows can be passed over by page; go on with after.");
        reader.ThrowIfBad();
        var media = MediaTypes[MediaNegotiation.Choose(context.Request.Headers.Accept, MediaTypes)];
        var access = await scope.DecideAsync(principal, asked, context.RequestAborted);
        var query = Cursor.Query("transactions", access, from, to);
        var after = paging.Position(query) is { } position ? Key(position) : (TransactionKey?)null;
        var skip = (int)Math.Min(paging.Offset, int.MaxValue - PageQuery.PageSizeMax - 1);
        var companyIds = await CompaniesAsync(access, context.RequestAborted);
        if (media != MediaTypes[0])
        {
            var all = transactions.All(companyIds, from, to);
            await (media == CsvAnswer.MediaType
                ? CsvAnswer.SendAsync(context, TransactionCsv.Header, all, TransactionCsv.Write)
                : NdjsonAnswer.SendAsync(context, all, static (json, row) => TransactionJson.Write(json, row.CompanyId, row.Row)));
            return;
        }

        // One row more tells whether another page follows.
        var (rows, total) = await transactions.ReadAsync(
            companyIds, new TransactionQuery(from, to, after, skip, paging.PageSize + 1), context.RequestAborted);
        string? next = null;
        if (rows.Count > paging.PageSize)
        {
            rows.RemoveRange(paging.PageSize, rows.Count - paging.PageSize);
            next = new Cursor(rows[^1].Key.CreatedAt, $"{rows[^1].CompanyId}\n{rows[^1].Key.Id}").Write(query);
        }

        await Envelope.WritePageAsync(
            context, "Billing transactions fetched", rows, new PageMeta(paging, total, next),
            static (json, row) => TransactionJson.Write(json, row.CompanyId, row.Row));
    }

    private async Task<IReadOnlyList<string>> CompaniesAsync(Access access, CancellationToken cancellationToken)
    {
        if (access.CompanyId is { } companyId)
            return [companyId];
        var ats = await control.FindAtsAsync(access.AtsId!, cancellationToken) ?? throw AccessScope.OwnerDeleted();
        return [.. ats.Members.Select(m => m.CompanyId)];
    }

    /// <summary>A company's id has no line break: what follows the first one is the transaction's.</summary>
    private static TransactionKey Key(Cursor cursor)
    {
        var split = cursor.Id.IndexOf('\n', StringComparison.Ordinal);
        return new TransactionKey(cursor.At, cursor.Id[(split + 1)..], cursor.Id[..Math.Max(split, 0)]);
    }
}
