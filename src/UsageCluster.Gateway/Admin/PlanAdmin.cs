using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/plans</c>: plans, every version of each.</summary>
internal sealed class PlanAdmin(ControlPlane control, GatewayOptions options, TimeProvider time)
{
    public async Task ListAsync(HttpContext context)
    {
        var page = AdminAnswer.Page(context);
        var rates = await control.Store.LoadRatesAsync(context.RequestAborted);
        await AdminAnswer.WritePageAsync(context, page, AdminAnswer.Cut(rates.Plans.Latest, page), PlanJson.Whole);
    }

    public async Task GetAsync(HttpContext context)
    {
        var versions = await VersionsAsync(AdminPath.Token(context, "planId"), context.RequestAborted);
        await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, PlanJson.Whole(versions[^1]));
    }

    public async Task VersionsAsync(HttpContext context)
    {
        var planId = AdminPath.Token(context, "planId");
        var page = AdminAnswer.Page(context);
        var versions = await VersionsAsync(planId, context.RequestAborted);
        await AdminAnswer.WritePageAsync(context, page, AdminAnswer.Cut(versions, page), PlanJson.Whole);
    }

    public async Task PutAsync(HttpContext context)
    {
        var planId = AdminPath.Token(context, "planId");
        var asked = PlanBody.Read(await AdminBody.ReadAsync(context, options), planId);
        var stamp = AdminRequest.Stamp(context, "plan.put", "plans/" + planId);
        var now = Instant.From(time.GetUtcNow());
        PlanVersion? result = null;
        var written = await control.Store.ChangeRatesAsync(
            rates =>
            {
                var before = rates.Plans.Versions(planId) is [.., var latest] ? latest : null;
                if (before?.HasContentOf(asked) == true)
                {
                    result = before;
                    return null;
                }

                // A clock that was set back does not put a version before the one that it follows.
                result = before is null
                    ? asked
                    : asked with { Version = before.Version + 1, Since = now > before.Since ? now : before.Since };
                var audit = stamp.Record(now, before is null ? null : PlanJson.Whole(before), PlanJson.Whole(result));
                return new RatesAddition(result, created: before is null, audit);
            },
            context.RequestAborted);
        await control.SyncAsync(context.RequestAborted);
        await AdminAnswer.WritePutAsync(context, written == StoreWrite.Created, PlanJson.Whole(result!));
    }

    private async Task<IReadOnlyList<PlanVersion>> VersionsAsync(string planId, CancellationToken cancellationToken)
    {
        var versions = (await control.Store.LoadRatesAsync(cancellationToken)).Plans.Versions(planId);
        return versions.Count > 0 ? versions : throw new ProblemException(ErrorCodes.PlanNotFound, $"There is no plan '{planId}'.");
    }
}
