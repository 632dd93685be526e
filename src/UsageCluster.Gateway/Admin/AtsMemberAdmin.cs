using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/ats/{atsId}/companies</c>: the companies that an ATS manages, one at a time.</summary>
internal sealed class AtsMemberAdmin(ControlPlane control, TimeProvider time)
{
    public async Task ListAsync(HttpContext context)
    {
        var atsId = AdminPath.Token(context, "atsId");
        var page = AdminAnswer.Page(context);
        var ats = await AtsAdmin.RequireAsync(control, atsId, context.RequestAborted);
        var members = ats.Members.OrderBy(m => m.CompanyId, StringComparer.Ordinal).ToList();
        await AdminAnswer.WritePageAsync(context, page, AdminAnswer.Cut(members, page), AtsJson.Member);
    }

    public async Task GetAsync(HttpContext context)
    {
        var (atsId, companyId) = Ids(context);
        var ats = await AtsAdmin.RequireAsync(control, atsId, context.RequestAborted);
        foreach (var member in ats.Members)
        {
            if (member.CompanyId != companyId)
                continue;
            await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, AtsJson.Member(member));
            return;
        }

        throw NotAMember(atsId, companyId);
    }

    public async Task PutAsync(HttpContext context)
    {
        var (atsId, companyId) = Ids(context);
        var stamp = AdminRequest.Stamp(context, "ats.company.put");
        var now = Instant.From(time.GetUtcNow());
        var written = await control.Store.AddAtsMemberAsync(
            atsId, companyId, _ => stamp.Record(now, null, AtsJson.Member(companyId)), context.RequestAborted);
        await FinishAsync(context, atsId, companyId, written);
    }

    public async Task DeleteAsync(HttpContext context)
    {
        var (atsId, companyId) = Ids(context);
        var stamp = AdminRequest.Stamp(context, "ats.company.delete");
        var now = Instant.From(time.GetUtcNow());
        var written = await control.Store.RemoveAtsMemberAsync(
            atsId, companyId, _ => stamp.Record(now, AtsJson.Member(companyId), null), context.RequestAborted);
        await FinishAsync(context, atsId, companyId, written);
    }

    private static (string AtsId, string CompanyId) Ids(HttpContext context) =>
        (AdminPath.Token(context, "atsId"), AdminPath.Token(context, "companyId"));

    private static ProblemException NotAMember(string atsId, string companyId) =>
        new(ErrorCodes.MemberNotFound, $"The ATS '{atsId}' does not manage a company '{companyId}'.");

    private async Task FinishAsync(HttpContext context, string atsId, string companyId, StoreWrite written)
    {
        if (written == StoreWrite.NotFound)
        {
            await AtsAdmin.RequireAsync(control, atsId, context.RequestAborted);
            throw NotAMember(atsId, companyId);
        }

        if (written == StoreWrite.MissingReference)
            throw new UnknownCompanyException(companyId);
        await control.SyncAsync(context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
