using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/companies/{companyId}/plan</c>: the plan that a company is on, from an instant on.</summary>
internal sealed class CompanyPlanAdmin(ControlPlane control, IUsageClient usage, GatewayOptions options, TimeProvider time)
{
    public async Task GetAsync(HttpContext context) => await WriteAsync(context, AdminPath.Token(context, "companyId"), created: false);

    public async Task PutAsync(HttpContext context)
    {
        var companyId = AdminPath.Token(context, "companyId");
        var fields = await AdminBody.ReadAsync(context, options);
        var planId = fields.Token("planId");
        var effectiveFrom = fields.Instant("effectiveFrom");
        fields.ThrowIfBad();
        await CompanyAdmin.RequireAsync(control, companyId, context.RequestAborted);
        var stamp = AdminRequest.Stamp(context, "company.plan.put", $"companies/{companyId}/plan");
        var outcome = await usage.AssignPlanAsync(companyId, new PlanAssignmentUpdate(planId!, effectiveFrom), stamp, context.RequestAborted);
        if (outcome.ErrorCode is not null)
            throw new ProblemException(ErrorCodes.UnknownPlan, $"There is no plan '{planId}'.", [new FieldError("planId", "there is no such plan.")]);
        await WriteAsync(context, companyId, outcome.Created);
    }

    private async Task WriteAsync(HttpContext context, string companyId, bool created)
    {
        await CompanyAdmin.RequireAsync(control, companyId, context.RequestAborted);
        var settings = await usage.SettingsAsync(companyId, context.RequestAborted);
        var json = AdminJson.PlanAssignments(settings.Plans, Instant.From(time.GetUtcNow()));
        await AdminAnswer.WritePutAsync(context, created, json);
    }
}
