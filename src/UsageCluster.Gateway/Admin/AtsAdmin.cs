using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/ats</c>: applicant tracking systems with the companies that they manage.</summary>
internal sealed class AtsAdmin(ControlPlane control, GatewayOptions options, TimeProvider time)
{
    public async Task ListAsync(HttpContext context)
    {
        var page = AdminAnswer.Page(context);
        await AdminAnswer.WritePageAsync(context, page, await control.Store.ListAtsAsync(page, context.RequestAborted), AtsJson.Listed);
    }

    public async Task GetAsync(HttpContext context)
    {
        var ats = await RequireAsync(control, AdminPath.Token(context, "atsId"), context.RequestAborted);
        await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, AtsJson.Whole(ats));
    }

    public async Task PutAsync(HttpContext context)
    {
        var atsId = AdminPath.Token(context, "atsId");
        var fields = await AdminBody.ReadAsync(context, options);
        var name = fields.Name("atsName");
        var companies = fields.Texts(
            "companies", required: true, options.AtsCompaniesMax, static id => Identifiers.IsToken(id), "expected a company id.");
        fields.ThrowIfBad();

        await RequireCompaniesAsync(control, ErrorCodes.UnknownCompany, "companies", companies!, context.RequestAborted);
        var stamp = AdminRequest.Stamp(context, "ats.put");
        var now = Instant.From(time.GetUtcNow());
        var after = AtsJson.Whole(atsId, name!, companies!);
        var written = await control.Store.PutAtsAsync(
            atsId, name!, companies!, before => stamp.Record(now, before is null ? null : AtsJson.Whole(before), after), context.RequestAborted);
        if (written == StoreWrite.MissingReference)
            throw new ProblemException(ErrorCodes.UnknownCompany, "One of the companies does not exist.");
        await control.SyncAsync(context.RequestAborted);
        await AdminAnswer.WritePutAsync(context, written == StoreWrite.Created, after);
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var atsId = AdminPath.Token(context, "atsId");
        var stamp = AdminRequest.Stamp(context, "ats.delete");
        var now = Instant.From(time.GetUtcNow());
        var written = await control.Store.DeleteAtsAsync(atsId, now, before => stamp.Record(now, AtsJson.Whole(before), null), context.RequestAborted);
        if (written == StoreWrite.NotFound)
            throw NotFound(atsId);
        await control.SyncAsync(context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>The ATS as stored; a <see cref="ProblemException"/> with 404 if there is none.</summary>
    public static async Task<AtsRow> RequireAsync(ControlPlane control, string atsId, CancellationToken cancellationToken) =>
        await control.Store.FindAtsAsync(atsId, cancellationToken) ?? throw NotFound(atsId);

    /// <summary>The problem of an ATS that does not exist.</summary>
    public static ProblemException NotFound(string atsId) => new(ErrorCodes.AtsNotFound, $"There is no ATS '{atsId}'.");

    /// <summary>Throws a <see cref="ProblemException"/> with 422 that names each element which is no company.</summary>
    public static async Task RequireCompaniesAsync(
        ControlPlane control, ErrorCode code, string field, IReadOnlyList<string> companyIds, CancellationToken cancellationToken)
    {
        if (companyIds.Count == 0)
            return;
        var found = (await control.Store.FindCompaniesAsync(companyIds, cancellationToken)).Select(c => c.CompanyId).ToHashSet(StringComparer.Ordinal);
        var missing = new List<FieldError>();
        for (var i = 0; i < companyIds.Count && missing.Count < FieldReader.ErrorsMax; i++)
        {
            if (!found.Contains(companyIds[i]))
                missing.Add(new FieldError($"{field}[{i}]", $"there is no company '{companyIds[i]}'."));
        }

        if (missing.Count > 0)
            throw new ProblemException(code, ProblemWriter.Summary(missing), missing);
    }
}
