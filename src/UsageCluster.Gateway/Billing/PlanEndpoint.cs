using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Billing;

/// <summary><c>GET</c> and <c>HEAD /billing/plan</c>: a company's plan in a month, its figures as its ledger says now.</summary>
internal sealed class PlanEndpoint(IUsageClient usage, ControlPlane control, AccessScope scope, TimeProvider time)
{
    private const int MonthLength = 7;

    private static readonly string[] MediaTypes = ["application/json"];

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var principal = Principal.Of(context);
        var now = Instant.From(time.GetUtcNow());
        var reader = new QueryReader(context.Request);
        var month = ReadMonth(reader) ?? CalendarMonth.At(now);
        var asked = CompanyChoice.Read(reader, principal);
        reader.ThrowIfBad();
        MediaNegotiation.Choose(context.Request.Headers.Accept, MediaTypes);
        var companyId = (await scope.DecideAsync(principal, asked, context.RequestAborted)).CompanyId!;
        var row = await PlanRow.ReadAsync(usage, control, companyId, month, now, context.RequestAborted);
        await Envelope.WriteAsync(context, "Billing plan fetched", json =>
        {
            if (row is null)
                json.WriteNullValue();
            else
                row.Write(json);
        });
    }

    private static CalendarMonth? ReadMonth(QueryReader reader)
    {
        const string expected = "expected a month as 2024-01, of the years 1970 to 9999.";
        if (reader.Text("month", MonthLength, expected) is not { } text)
            return null;
        if (CalendarMonth.TryParse(text, out var month))
            return month;
        reader.Add("month", expected);
        return null;
    }
}
