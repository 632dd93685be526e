using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Admin;

/// <summary>Who asks for a change, for the audit.</summary>
internal static class AdminRequest
{
    private const string Root = "/admin/";

    /// <summary>The stamp of a change, its target the path below <c>/admin</c> unless it is given.</summary>
    public static AuditStamp Stamp(HttpContext context, string action, string? target = null) =>
        new(Principal.Of(context).KeyId, action, target ?? context.Request.Path.Value![Root.Length..]);
}
