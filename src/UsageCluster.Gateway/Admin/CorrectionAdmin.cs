using System.Globalization;
using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/companies/{companyId}/corrections</c>: events voided or adjusted, in batches that are booked whole or not at all.</summary>
internal sealed class CorrectionAdmin(ControlPlane control, IUsageClient usage, GatewayOptions options)
{
    private static readonly TimeRange AllTime = new(Instant.Always, Instant.Latest);

    public async Task ListAsync(HttpContext context)
    {
        var companyId = AdminPath.Token(context, "companyId");
        var page = AdminAnswer.Page(context);
        await CompanyAdmin.RequireAsync(control, companyId, context.RequestAborted);
        var query = new RowQuery { Kind = RowKind.Corrections, Range = AllTime, Skip = page.Offset, Take = page.PageSize };
        var rows = await usage.RowsAsync(companyId, query, context.RequestAborted);
        var corrections = new PageOf<CorrectionEntry>([.. rows.Entries.Cast<CorrectionEntry>()], rows.TotalCount);
        await AdminAnswer.WritePageAsync(context, page, corrections, AdminJson.Correction);
    }

    public async Task PostAsync(HttpContext context)
    {
        var companyId = AdminPath.Token(context, "companyId");
        var (bodies, isArray) = await AdminBody.ReadManyAsync(context, options, CorrectionBody.CountMax);
        var requests = CorrectionBody.Read(bodies, isArray);
        await CompanyAdmin.RequireAsync(control, companyId, context.RequestAborted);
        var stamp = AdminRequest.Stamp(context, "company.correction.post", $"companies/{companyId}/corrections");
        var outcome = await usage.CorrectAsync(companyId, requests, stamp, context.RequestAborted);
        if (outcome.ErrorCode is not null)
            throw Refused(outcome, requests, isArray);
        var status = outcome.Changed ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        await AdminAnswer.WriteAsync(
            context, status, isArray ? AdminJson.Corrections(outcome.Entries) : AdminJson.Correction(outcome.Entries[0]));
    }

    private static ProblemException Refused(CorrectionOutcome outcome, IReadOnlyList<CorrectionRequest> requests, bool isArray)
    {
        var request = requests[outcome.ErrorIndex];
        var (code, name, description) = outcome.ErrorCode switch
        {
            CorrectionCodes.UnknownEvent => (ErrorCodes.EventNotFound, "eventId", "the company has no such event."),
            CorrectionCodes.AlreadyVoided => (ErrorCodes.AlreadyVoided, "eventId", "the event is voided."),
            CorrectionCodes.Conflict => (ErrorCodes.ConflictingCorrection, "id", "a correction of this id has other content."),
            CorrectionCodes.TooManyCorrections => (ErrorCodes.TooManyCorrections, "eventId", "the event has as many corrections as are allowed."),
            RejectionCodes.QuantityOverflow => (ErrorCodes.QuantityOverflow, "durationSeconds", "the cost, or the company's total with it, is too large."),
            RejectionCodes.TooManyCostKeys => (ErrorCodes.TooManyCostKeys, "costKey", "the company uses as many as are allowed."),
            RejectionCodes.TooManyLines => (ErrorCodes.TooManyLines, "agentFocus", "the company uses as many combinations as are allowed."),
            _ => throw new InvalidOperationException($"A correction was refused for an unknown reason: {outcome.ErrorCode}."),
        };
        var field = isArray ? string.Create(CultureInfo.InvariantCulture, $"[{outcome.ErrorIndex}].{name}") : name;
        return new ProblemException(
            code, $"Correction '{request.CorrectionId}' of event '{request.EventId}': {description} Nothing was booked.", [new FieldError(field, description)]);
    }
}
