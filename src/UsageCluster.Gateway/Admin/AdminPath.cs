using Microsoft.AspNetCore.Http;
using UsageCluster.Core.Events;
using UsageCluster.Core.Pricing;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Admin;

/// <summary>Ids in the path of an administrative call.</summary>
internal static class AdminPath
{
    /// <summary>An id by the grammar of ids; a <see cref="ProblemException"/> with 400 that names it for anything else.</summary>
    public static string Token(HttpContext context, string name)
    {
        var value = context.Request.RouteValues[name] as string ?? "";
        return Identifiers.IsToken(value) ? value : throw Bad(name, "expected 1 to 64 of A-Z a-z 0-9 . _ -");
    }

    /// <summary>An agent focus, or <c>*</c> for any.</summary>
    public static string Focus(HttpContext context)
    {
        const string Name = "agentFocus";
        var value = context.Request.RouteValues[Name] as string ?? "";
        return value == PriceRule.AnyFocus || Identifiers.IsToken(value) ? value : throw Bad(Name, "expected * or 1 to 64 of A-Z a-z 0-9 . _ -");
    }

    private static ProblemException Bad(string name, string expected) =>
        new(ErrorCodes.InvalidPath, $"{name}: {expected}", [new FieldError(name, expected)]);
}
