using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;
using UsageCluster.Gateway.Billing;
using UsageCluster.Gateway.Currencies;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/companies/{companyId}/transactions</c>.</summary>
internal sealed class TransactionAdmin(ControlPlane control, IUsageClient usage, TransactionReader transactions, GatewayOptions options)
{
    private static readonly string[] Types = ["topup", "grant", "adjustment", "refund", "expiry"];

    public async Task ListAsync(HttpContext context)
    {
        var companyId = AdminPath.Token(context, "companyId");
        var page = AdminAnswer.Page(context);
        await CompanyAdmin.RequireAsync(control, companyId, context.RequestAborted);
        var query = new TransactionQuery(null, null, null, (int)Math.Min(page.Offset, int.MaxValue / 2), page.PageSize);
        var (rows, total) = await transactions.ReadAsync([companyId], query, context.RequestAborted);
        await AdminAnswer.WritePageAsync(context, page, new PageOf<CompanyTransaction>(rows, total), Json);
    }

    public async Task PostAsync(HttpContext context)
    {
        var companyId = AdminPath.Token(context, "companyId");
        var transaction = Read(await AdminBody.ReadAsync(context, options));
        await CompanyAdmin.RequireAsync(control, companyId, context.RequestAborted);
        var stamp = AdminRequest.Stamp(context, "company.transaction.post", $"companies/{companyId}/transactions");
        var outcome = await usage.AddTransactionAsync(companyId, transaction, stamp, context.RequestAborted);
        if (outcome.ErrorCode == "transaction_conflict")
            throw new ProblemException(ErrorCodes.TransactionConflict, $"Another transaction has the id '{transaction.Id}'.");
        if (outcome.ErrorCode is not null)
            throw new ProblemException(ErrorCodes.TransactionNotPossible, "The company's transactions would leave what can be counted.");
        var (rows, _) = await transactions.ReadAsync([companyId], new TransactionQuery(null, null, null, 0, int.MaxValue), context.RequestAborted);
        await AdminAnswer.WriteAsync(
            context, outcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK, Json(rows.First(r => r.Key.Id == transaction.Id)));
    }

    private static string Json(CompanyTransaction row) => AdminAnswer.Write(json => TransactionJson.WriteMembers(json, row.CompanyId, row.Row));

    private static BillingTransaction Read(FieldReader fields)
    {
        var id = fields.Text(
            "id",
            required: true,
            static t => Identifiers.IsEventId(t) && !t.StartsWith(BillingTransaction.OwnIdPrefix, StringComparison.Ordinal),
            $"expected a string of 1 to 256 printable characters that does not begin with {BillingTransaction.OwnIdPrefix}");
        var type = TypeOf(fields.Word("type", Types));
        var amount = fields.SignedMicro("amount");
        var currency = fields.Text(
            "currency",
            required: true,
            static t => t == BillingTransaction.Credits || CurrencyList.Contains(t),
            "expected credits or a currency of ISO 4217 (see /billing/currencies).");
        var description = fields.Name("description", required: false);
        var reference = fields.Name("reference", required: false);
        if (amount is { } given && type is { } known && !Fits(known, given))
            fields.Add("amount", known is TransactionType.TopUp or TransactionType.Grant
                ? "must be more than 0."
                : known == TransactionType.Expiry ? "must be less than 0." : "must not be 0.");
        fields.ThrowIfBad();
        return new BillingTransaction
        {
            Id = id!,
            Type = type!.Value,
            AmountMicro = amount!.Value,
            Currency = currency!,
            CreatedAt = Instant.Always,
            Description = description,
            Reference = reference,
        };
    }

    private static TransactionType? TypeOf(string? word) => word switch
    {
        "topup" => TransactionType.TopUp,
        "grant" => TransactionType.Grant,
        "adjustment" => TransactionType.Adjustment,
        "refund" => TransactionType.Refund,
        "expiry" => TransactionType.Expiry,
        _ => null,
    };

    private static bool Fits(TransactionType type, long amount) => type switch
    {
        TransactionType.TopUp or TransactionType.Grant => amount > 0,
        TransactionType.Expiry => amount < 0,
        _ => amount != 0,
    };
}
